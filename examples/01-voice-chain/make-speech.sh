#!/usr/bin/env bash
# Makes speech.wav: a synthetic voice that comes near and goes far, in a room with noise and hum, so that every step
# of the chain has work. Needs espeak-ng and sox (Debian packages of these names). The result is committed: run this
# only to change it.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# say NAME GAIN_DB TEXT: one phrase at 48 kHz, peak at GAIN_DB below full scale.
say() {
  espeak-ng -v en-gb -s 165 -p 38 -w "$work/raw.wav" "$3"
  sox -V1 -R "$work/raw.wav" -b 16 "$work/$1.wav" rate -v 48000 silence 1 0.01 0.1% reverse silence 1 0.01 0.1% reverse norm "$2"
}
pause() { sox -V1 -n -r 48000 -b 16 -c 1 "$work/$1.wav" trim 0 "$2"; }

pause p1 0.6
say near -4 'This is a voice, close to the microphone.'
pause p2 0.7
say far -19 'Now it steps back, and is hard to hear.'
pause p3 0.7
say loud -1.5 'And now it is back, and far too loud!'
pause p4 0.6

sox -V1 "$work"/{p1,near,p2,far,p3,loud,p4}.wav "$work/dry.wav"
length=$(soxi -D "$work/dry.wav")
# The room: a little reverberation, ventilation at about -57 dBFS, mains hum at -52 dBFS.
sox -V1 -R "$work/dry.wav" -b 24 "$work/voice.wav" gain -1.5 reverb 12 60 30 100 2
sox -V1 -R -n -r 48000 -b 24 -c 1 "$work/air.wav" synth "$length" pinknoise gain -46
sox -V1 -R -n -r 48000 -b 24 -c 1 "$work/hum.wav" synth "$length" sine 50 gain -50
sox -V1 -R -m -v 1 "$work/voice.wav" -v 1 "$work/air.wav" -v 1 "$work/hum.wav" -r 48000 -b 16 -c 1 speech.wav dither
soxi speech.wav
