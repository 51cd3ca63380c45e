// Another program built the engine; this one runs it.
module.exports = ({ createRuntime }, { engine, run }) => {
  const runtime = createRuntime();
  return run(runtime.deserializeCudaEngine(engine));
};
