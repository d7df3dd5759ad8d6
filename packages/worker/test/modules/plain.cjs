module.exports = () => ({ from: 'module.exports' });
