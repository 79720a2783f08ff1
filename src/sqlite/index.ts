// Databases in a file.
export { openDatabase, type Database, type Durability, type Statement } from './database.js';
export { DatabaseError } from './error.js';
