#include "nexy/player.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <optional>

namespace nexy {
namespace {

// What a loudspeaker was told, in order. It plays on only when the test lets it.
class FakeDevice final : public SoundDevice {
 public:
  struct Record {
    Mutex mutex;
    std::condition_variable_any changed;
    std::string played ABSL_GUARDED_BY(mutex);
    std::string events ABSL_GUARDED_BY(mutex);  // W write, F finish, A abort; repeats once.
    bool blocked ABSL_GUARDED_BY(mutex) = false;
    bool broken ABSL_GUARDED_BY(mutex) = false;

    void Note(char event) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
      if (events.empty() || events.back() != event) events.push_back(event);
      changed.notify_all();
    }
    void SetBlocked(bool value) {
      MutexLock lock(mutex);
      blocked = value;
      changed.notify_all();
    }
    void AwaitWrite() {
      MutexLock lock(mutex);
      while (events.find('W') == std::string::npos) changed.wait(mutex);
    }
    std::string Played() {
      MutexLock lock(mutex);
      return played;
    }
    std::string Events() {
      MutexLock lock(mutex);
      return events;
    }
  };

  explicit FakeDevice(Record& record) : record_(record) {}
  absl::Status Write(std::string_view pcm) override {
    MutexLock lock(record_.mutex);
    record_.Note('W');
    while (record_.blocked) record_.changed.wait(record_.mutex);
    if (record_.broken) return absl::UnavailableError("unplugged");
    record_.played += pcm;
    return absl::OkStatus();
  }
  void Finish() override {
    MutexLock lock(record_.mutex);
    record_.Note('F');
  }
  void Abort() override {
    MutexLock lock(record_.mutex);
    record_.Note('A');
  }

 private:
  Record& record_;
};

Player::Open Opening(FakeDevice::Record& record) {
  return [&record] { return std::make_unique<FakeDevice>(record); };
}

void NoTrouble(const absl::Status& reason) { ADD_FAILURE() << reason; }

TEST(Player, PlaysEverythingInOrderAndThenFinishes) {
  FakeDevice::Record record;
  std::string expected;
  {
    Player player(Opening(record), NoTrouble, /*capacity_bytes=*/4000);
    for (char c = 'a'; c <= 'z'; ++c) {
      const std::string chunk(3000, c);
      expected += chunk;
      player.Play(chunk);
    }
    player.WaitUntilPlayed();
    EXPECT_EQ(record.Played(), expected);
    EXPECT_EQ(record.Events(), "WF");
  }
}

TEST(Player, TakesMoreAfterItHasFinished) {
  FakeDevice::Record record;
  Player player(Opening(record), NoTrouble, 4000);
  player.Play("abcd");
  player.WaitUntilPlayed();
  player.Play("efgh");
  player.WaitUntilPlayed();
  EXPECT_EQ(record.Played(), "abcdefgh");
  EXPECT_EQ(record.Events(), "WFWF");
}

TEST(Player, GiverWaitsWhileTheBufferIsFull) {
  FakeDevice::Record record;
  record.SetBlocked(true);
  Player player(Opening(record), NoTrouble, 4000);
  player.Play(std::string(4000, 'a'));
  record.AwaitWrite();  // 1920 bytes are with the device, 2080 wait.
  auto given = std::async(std::launch::async, [&player] { player.Play(std::string(4000, 'b')); });
  EXPECT_EQ(given.wait_for(std::chrono::milliseconds(20)), std::future_status::timeout);
  record.SetBlocked(false);
  given.get();
  player.WaitUntilPlayed();
  EXPECT_EQ(record.Played(), std::string(4000, 'a') + std::string(4000, 'b'));
}

TEST(Player, SilenceThrowsAwayWhatWaitsAndReleasesWhoeverWaits) {
  FakeDevice::Record record;
  record.SetBlocked(true);
  {
    Player player(Opening(record), NoTrouble, 4000);
    player.Play(std::string(4000, 'a'));
    record.AwaitWrite();
    auto given = std::async(std::launch::async, [&player] { player.Play(std::string(4000, 'b')); });
    auto waited = std::async(std::launch::async, [&player] { player.WaitUntilPlayed(); });
    player.Silence();
    given.get();
    waited.get();
    EXPECT_FALSE(player.audible());
    player.Play("never heard");
    record.SetBlocked(false);
  }
  EXPECT_EQ(record.Played(), std::string(1920, 'a'));
  EXPECT_EQ(record.Events(), "WA");
}

TEST(Player, MissingDeviceIsToldOnceAndNobodyWaitsForIt) {
  std::promise<std::string> trouble;
  Player player(
      [] { return absl::UnavailableError("there is no sound device"); },
      [&trouble](const absl::Status& reason) { trouble.set_value(std::string(reason.message())); },
      4000);
  EXPECT_EQ(trouble.get_future().get(), "there is no sound device");
  for (int i = 0; i < 3; ++i) player.Play(std::string(4000, 'a'));
  player.WaitUntilPlayed();
  EXPECT_FALSE(player.audible());
}

TEST(Player, DeviceThatFailsInTheAnswerIsToldOnceAndNobodyWaitsForIt) {
  FakeDevice::Record record;
  {
    MutexLock lock(record.mutex);
    record.broken = true;
  }
  std::promise<std::string> trouble;
  Player player(
      Opening(record),
      [&trouble](const absl::Status& reason) { trouble.set_value(std::string(reason.message())); },
      4000);
  player.Play("abcd");
  EXPECT_EQ(trouble.get_future().get(), "unplugged");
  player.Play(std::string(40000, 'a'));
  player.WaitUntilPlayed();
}

}  // namespace
}  // namespace nexy
