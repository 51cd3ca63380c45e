// Loaded before a test file. uvu takes an error's `details` for text; where they are data, as those of this package's errors are, it
// drops the failure's message and the rest of the suite's. Here a test throws such an error on under its message and stack alone.
const uvu = require('uvu');

const readable =
  (handler) =>
  async (...args) => {
    try {
      await handler(...args);
    } catch (error) {
      if (!(error instanceof Error)) throw new Error(`threw ${String(error)}`);
      if (typeof (error.details ?? '') === 'string') throw error;
      const shown = new Error(error.message);
      shown.name = error.name;
      shown.stack = error.stack;
      throw shown;
    }
  };

/** The same test function, whose handlers throw what uvu can show. */
const wrapped = (test) =>
  new Proxy(test, { apply: (target, _this, [name, handler]) => target(name, readable(handler)) });

const { suite } = uvu;
uvu.test = wrapped(uvu.test);
uvu.suite = (...args) => wrapped(suite(...args));
