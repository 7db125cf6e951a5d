while (true) {}
export default { busbar: 1 };
