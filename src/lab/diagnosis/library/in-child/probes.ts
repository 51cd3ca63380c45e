/** What the diagnosis does with a library in child processes. Each probe takes a plan, and writes down what it sees. */
export { list, create, truncated, badFields } from './creating';
export { hiddenFields } from './hidden-fields';
export { search, odd } from './building';
export { accepted } from './accepted-types';
export { complete, dynamic, empty } from './running';
export { clones } from './cloning';
export { leaks } from './leaks';
