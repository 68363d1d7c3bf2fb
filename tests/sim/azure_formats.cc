#include "azure_formats.h"

#include <algorithm>
#include <iterator>

namespace nexy::sim {
namespace {

constexpr std::string_view kFormats[] = {"raw-8khz-16bit-mono-pcm",
                                         "raw-16khz-16bit-mono-pcm",
                                         "raw-22050hz-16bit-mono-pcm",
                                         "raw-24khz-16bit-mono-pcm",
                                         "raw-44100hz-16bit-mono-pcm",
                                         "raw-48khz-16bit-mono-pcm",
                                         "riff-8khz-16bit-mono-pcm",
                                         "riff-16khz-16bit-mono-pcm",
                                         "riff-22050hz-16bit-mono-pcm",
                                         "riff-24khz-16bit-mono-pcm",
                                         "riff-44100hz-16bit-mono-pcm",
                                         "riff-48khz-16bit-mono-pcm",
                                         "raw-8khz-8bit-mono-mulaw",
                                         "raw-8khz-8bit-mono-alaw",
                                         "riff-8khz-8bit-mono-mulaw",
                                         "riff-8khz-8bit-mono-alaw",
                                         "ogg-16khz-16bit-mono-opus",
                                         "ogg-24khz-16bit-mono-opus",
                                         "ogg-48khz-16bit-mono-opus",
                                         "webm-16khz-16bit-mono-opus",
                                         "webm-24khz-16bit-mono-opus",
                                         "webm-24khz-16bit-24kbps-mono-opus",
                                         "audio-16khz-16bit-32kbps-mono-opus",
                                         "audio-24khz-16bit-24kbps-mono-opus",
                                         "audio-24khz-16bit-48kbps-mono-opus",
                                         "audio-16khz-32kbitrate-mono-mp3",
                                         "audio-16khz-64kbitrate-mono-mp3",
                                         "audio-16khz-128kbitrate-mono-mp3",
                                         "audio-24khz-48kbitrate-mono-mp3",
                                         "audio-24khz-96kbitrate-mono-mp3",
                                         "audio-24khz-160kbitrate-mono-mp3",
                                         "audio-48khz-96kbitrate-mono-mp3",
                                         "audio-48khz-192kbitrate-mono-mp3",
                                         "raw-16khz-16bit-mono-truesilk",
                                         "raw-24khz-16bit-mono-truesilk",
                                         "amr-wb-16000hz",
                                         "g722-16khz-64kbps"};

}  // namespace

bool IsAzureFormat(std::string_view format) {
  return std::ranges::find(kFormats, format) != std::end(kFormats);
}

int RateOfAzureFormat(std::string_view format) {
  if (!format.ends_with("-16bit-mono-pcm")) return 0;
  if (format.starts_with("raw-8khz")) return 8'000;
  if (format.starts_with("raw-16khz")) return 16'000;
  if (format.starts_with("raw-22050hz")) return 22'050;
  if (format.starts_with("raw-24khz")) return 24'000;
  if (format.starts_with("raw-44100hz")) return 44'100;
  if (format.starts_with("raw-48khz")) return 48'000;
  return 0;
}

}  // namespace nexy::sim
