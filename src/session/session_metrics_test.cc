#include "session/session_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/text_serializer.h>

#include "base/manual_clock.h"

namespace nexy {
namespace {

using ::testing::HasSubstr;

TEST(SessionMetrics, SayWhatTheSessionsHold) {
  ManualClock clock;
  const SessionOptions options;
  prometheus::Registry registry;
  SessionMetrics metrics(registry);
  SessionRegistry sessions({}, clock);
  KnownDevices known(/*capacity=*/10);
  CollectBuffers collect(options, /*prompt_max_bytes=*/100, clock);
  Conversations conversations(options, clock);

  const SessionKey key{SessionKey::Bytes{}};
  const auto lease = *sessions.Admit(key, "s", "mac");
  known.Add("mac");
  known.Add("pc");
  ASSERT_TRUE(collect.Add("mac", key, {1, "alpha", nullptr, 0, 0}).ok());
  conversations.Remember("mac", {"question", "answer", ""}, nullptr);
  metrics.Observe(sessions, known, collect, conversations);

  const std::string page = prometheus::TextSerializer().Serialize(registry.Collect());
  EXPECT_THAT(page, HasSubstr("\nnexy_session_live_turns 1\n"));
  EXPECT_THAT(page, HasSubstr("\nnexy_session_known_devices 2\n"));
  EXPECT_THAT(page, HasSubstr("\nnexy_session_collect_buffers 1\n"));
  EXPECT_THAT(page, HasSubstr("\nnexy_session_collect_bytes 5\n"));
  EXPECT_THAT(page, HasSubstr("\nnexy_session_conversations 1\n"));
  EXPECT_THAT(page, HasSubstr("\nnexy_session_conversation_text_bytes 14\n"));
  EXPECT_THAT(page, HasSubstr("\nnexy_session_conversation_screenshot_bytes 0\n"));
}

}  // namespace
}  // namespace nexy
