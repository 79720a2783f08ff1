#!/usr/bin/env node
// From Node 22.1 on, compiled code is kept between starts; what is compiled after this line profits.
import * as module from 'node:module';

if ('enableCompileCache' in module && typeof module.enableCompileCache === 'function') module.enableCompileCache();

const [{ main }, { nodeIo }] = await Promise.all([import('./main.js'), import('./node-io.js')]);
process.exitCode = await main(process.argv.slice(2), nodeIo());
