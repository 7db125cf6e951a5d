export default { busbar: 1, graph: {} };
