// As TypeScript compiles `export default` and `export const` to CommonJS.
Object.defineProperty(exports, '__esModule', { value: true });
exports.default = () => ({ from: 'default' });
Object.assign(exports, { named: () => ({ from: 'named' }) });
