export default { name: 'Desk' };
