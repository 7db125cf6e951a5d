export default { busbar: 1 };
