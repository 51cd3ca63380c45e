// Another program built the engine; this one runs it.
module.exports = ({ createRuntime, getPluginRegistry }, { engine, library, run }) => {
  getPluginRegistry().openLibrary(library);
  const runtime = createRuntime();
  return run(runtime.deserializeCudaEngine(engine));
};
