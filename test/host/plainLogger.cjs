// Takes the place of @vscode/spdlog in the VS Code server: that is a native module which nothing compiles here, and
// without it no log would be written and no output channel would show anything.
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  constructor(_type, _name, file) {
    this.file = file;
    this.level = levels.indexOf('info');
    this.plain = false;
    mkdirSync(dirname(file), { recursive: true });
  }

  write(level, message) {
    if (levels.indexOf(level) < this.level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    appendFileSync(this.file, this.plain ? message : `${time} [${level}] ${message}\n`);
  }

  trace(message) {
    this.write('trace', message);
  }
  debug(message) {
    this.write('debug', message);
  }
  info(message) {
    this.write('info', message);
  }
  warn(message) {
    this.write('warning', message);
  }
  error(message) {
    this.write('error', message);
  }
  critical(message) {
    this.write('critical', message);
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  clearFormatters() {
    this.plain = true;
  }
  setPattern() {}
  flush() {}
  drop() {}
}

const createLogger = async (name, file) => new Logger('rotating', name, file);

exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
