// Is only compiled: the package in a program of CommonJS modules.
import heartline = require('heartline-client');
import testing = require('heartline-client/testing');

const line: heartline.Line<string> = heartline.connect<string>('/v1/connect', { user: 'alice', ...new testing.FakeServer().options });
line.on('message', ({ body }) => body.trim());
line.send('orders').catch((error) => error instanceof heartline.HeartlineError && error.code);
