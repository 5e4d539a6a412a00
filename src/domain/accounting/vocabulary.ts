// A file of its own in the bundle: 2.3 MB that are loaded only when something must be counted.
export { default as vocabulary } from 'js-tiktoken/ranks/o200k_base';
