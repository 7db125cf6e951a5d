import { defineStudio } from 'busbar';

function fileOf(room: string): string {
  if (room !== 'studio') throw new RangeError(`there is no room ${room}`);
  return 'studio.wav';
}

export default defineStudio({
  busbar: 1,
  graph: { voice: { from: 'main.mic', do: [{ fir: fileOf('attic') }] } },
});
