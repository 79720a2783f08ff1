import { memoryHistory } from '../../src/history/index.js';
import { historyContract } from '../contracts/history.js';

historyContract('memoryHistory', memoryHistory);
