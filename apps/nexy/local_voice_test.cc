#include "nexy/local_voice.h"

#include <gtest/gtest.h>

#include "audio/pcm.h"
#include "nexy/error_tone.h"

namespace nexy {
namespace {

constexpr const char* kMessage = "Nexy's server does not answer.";

TEST(LocalVoice, SpeaksTheMessage) {
  const std::string sound = SayLocally(kMessage);
  EXPECT_NE(sound, ErrorTone());
  EXPECT_GT(PlayTime(sound.size()), std::chrono::seconds(1));
}

TEST(LocalVoice, SpeaksRussianToo) {
  EXPECT_GT(PlayTime(SayLocally("Сервис ИИ недоступен.").size()), std::chrono::seconds(1));
}

TEST(LocalVoice, MessageOfAnyLengthIsCut) {
  std::string endless;
  for (int i = 0; i < 100000; ++i) endless += "ещё ";
  EXPECT_LT(PlayTime(SayLocally(endless).size()), std::chrono::minutes(2));
}

TEST(LocalVoice, ToneStandsInForAVoiceThatIsNotInstalled) {
  EXPECT_EQ(SayLocally(kMessage, "/absent/nexy-voice"), ErrorTone());
  EXPECT_EQ(PlayTime(ErrorTone().size()), std::chrono::milliseconds(140));
}

}  // namespace
}  // namespace nexy
