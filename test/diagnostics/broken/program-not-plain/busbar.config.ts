export default {
  busbar: 1,
  graph: {
    voice: {
      from: 'main.mic',
      do: [{ gain: -6 }, { gain: Number.NaN }],
    },
  },
};
