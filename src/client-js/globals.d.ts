// What mini programs have in place of a browser's globals. For the type check only; not shipped.
declare const wx: import('./src/types.js').Wx | undefined;
declare const uni: import('./src/types.js').Wx | undefined;
