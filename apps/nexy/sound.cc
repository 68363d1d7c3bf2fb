#include "nexy/sound.h"

#include <utility>

#include "absl/memory/memory.h"
#include "audio/pcm.h"
#include "base/status.h"
#include "base/strings.h"

namespace nexy {
namespace {

// A server that does not pace its audio is slowed down by gRPC's flow control beyond this.
constexpr std::size_t kPlayerBytes = 10 * kWireBytesPerSecond;

}  // namespace

absl::StatusOr<std::unique_ptr<Sound>> Sound::Open(const SoundOptions& options, Output& output) {
  auto sound = absl::WrapUnique(new Sound);
  if (!options.wav_path.empty()) {
    NEXY_ASSIGN_OR_RETURN(sound->wav_, WavFile::Create(options.wav_path));
  }
  if (options.play) {
    const auto tell = [&output](const absl::Status& reason) {
      output.Note(Concat("Nothing can be played here: ", MessageOf(reason),
                         ". The answer goes on as text; --wav FILE keeps its sound."));
    };
    sound->player_.emplace(OpenLoudspeaker, tell, kPlayerBytes);
  }
  return sound;
}

absl::Status Sound::Take(std::string pcm) {
  absl::Status written;
  if (wav_) written = wav_->Append(pcm);
  if (!written.ok()) wav_.reset();
  if (player_) player_->Play(std::move(pcm));
  return written;
}

void Sound::Say(std::string pcm) {
  if (player_) player_->Play(std::move(pcm));
}

void Sound::WaitUntilPlayed() {
  if (player_) player_->WaitUntilPlayed();
}

void Sound::Silence() {
  if (player_) player_->Silence();
}

}  // namespace nexy
