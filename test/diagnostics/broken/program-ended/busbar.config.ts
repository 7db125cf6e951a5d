process.exit(0);
export default { busbar: 1 };
