import { localEngine } from '../../src/engines/index.js';
import { engineContract } from '../contracts/engine.js';

engineContract('localEngine', localEngine);
