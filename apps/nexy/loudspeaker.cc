#include <dlfcn.h>
#include <portaudio.h>

#include <cstdint>
#include <cstdlib>

#include "audio/pcm.h"
#include "nexy/sound_device.h"

namespace nexy {
namespace {

// Enough to ride out a busy machine, short enough that nobody waits for the first word.
constexpr double kDeviceLatencySeconds = 0.1;

absl::Status ToStatus(PaError error) {
  return error == paNoError ? absl::OkStatus() : absl::UnavailableError(Pa_GetErrorText(error));
}

// ALSA and JACK, which PortAudio may bring along, write pages of complaints to standard error while
// it looks for devices. Standard error is the person's: what matters is said by OpenLoudspeaker().
extern "C" void IgnoreAlsa(const char*, int, const char*, int, const char*, ...) {}
extern "C" void IgnoreJack(const char*) {}

void QuietBackends() {
  using SetAlsaHandler = int (*)(void (*)(const char*, int, const char*, int, const char*, ...));
  using SetJackHandler = void (*)(void (*)(const char*));
  if (auto* alsa = dlsym(RTLD_DEFAULT, "snd_lib_error_set_handler")) {
    reinterpret_cast<SetAlsaHandler>(alsa)(IgnoreAlsa);
  }
  for (const char* name : {"jack_set_error_function", "jack_set_info_function"}) {
    if (auto* jack = dlsym(RTLD_DEFAULT, name)) reinterpret_cast<SetJackHandler>(jack)(IgnoreJack);
  }
}

class PortAudioLoudspeaker final : public SoundDevice {
 public:
  explicit PortAudioLoudspeaker(PaStream* stream) : stream_(stream) {}
  ~PortAudioLoudspeaker() override {
    Pa_CloseStream(stream_);
    Pa_Terminate();
  }

  absl::Status Write(std::string_view pcm) override {
    if (Pa_IsStreamStopped(stream_) == 1) {
      if (const PaError error = Pa_StartStream(stream_); error != paNoError) return ToStatus(error);
    }
    const auto frames = static_cast<unsigned long>(pcm.size() / sizeof(std::int16_t));
    const PaError error = Pa_WriteStream(stream_, pcm.data(), frames);
    // An underflow is a pause that has already been heard (the network was late), not a failure.
    return error == paOutputUnderflowed ? absl::OkStatus() : ToStatus(error);
  }

  void Finish() override {
    if (Pa_IsStreamStopped(stream_) == 0) Pa_StopStream(stream_);
  }
  void Abort() override {
    if (Pa_IsStreamStopped(stream_) == 0) Pa_AbortStream(stream_);
  }

 private:
  PaStream* const stream_;
};

absl::StatusOr<PaStream*> OpenDefaultStream() {
  const PaDeviceIndex device = Pa_GetDefaultOutputDevice();
  if (device == paNoDevice) return absl::UnavailableError("there is no sound device");
  const PaStreamParameters output{.device = device,
                                  .channelCount = kWireFormat.channels,
                                  .sampleFormat = paInt16,
                                  .suggestedLatency = kDeviceLatencySeconds,
                                  .hostApiSpecificStreamInfo = nullptr};
  PaStream* stream = nullptr;
  const PaError error = Pa_OpenStream(&stream, nullptr, &output, kWireFormat.sample_rate,
                                      paFramesPerBufferUnspecified, paNoFlag, nullptr, nullptr);
  if (error != paNoError) return ToStatus(error);
  return stream;
}

}  // namespace

absl::StatusOr<std::unique_ptr<SoundDevice>> OpenLoudspeaker() {
  setenv("JACK_NO_START_SERVER", "1", /*overwrite=*/0);  // Asking for devices starts no server.
  QuietBackends();
  if (const PaError error = Pa_Initialize(); error != paNoError) return ToStatus(error);
  auto stream = OpenDefaultStream();
  if (!stream.ok()) {
    Pa_Terminate();
    return stream.status();
  }
  return std::make_unique<PortAudioLoudspeaker>(*stream);
}

}  // namespace nexy
