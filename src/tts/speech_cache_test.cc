#include "tts/speech_cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/counter.h>
#include <prometheus/registry.h>

#include <atomic>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/concurrent_channel.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "base/manual_clock.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;

using Speech = std::shared_ptr<const std::string>;
using Result = absl::StatusOr<Speech>;

// Says each letter of the text twice, and counts how often it is asked. While it is held, it waits.
class LetterVoice final : public TtsProvider {
 public:
  explicit LetterVoice(asio::any_io_executor executor, std::string name = "letters")
      : gate_(std::move(executor)), name_(std::move(name)) {}

  std::string_view name() const override { return name_; }
  Task<absl::StatusOr<std::unique_ptr<TtsStream>>> Speak(TtsRequest request) override {
    ++asked;
    if (out_of_order) co_return absl::UnavailableError("out of order");
    co_return std::make_unique<Stream>(*this, std::move(request.text));
  }
  void Release() { gate_.close(); }

  std::atomic<int> asked{0};
  std::atomic<bool> out_of_order{false};
  std::atomic<bool> held{false};

 private:
  class Stream final : public TtsStream {
   public:
    Stream(LetterVoice& voice, std::string text) : voice_(voice), text_(std::move(text)) {}
    Task<absl::StatusOr<std::optional<std::string>>> Next() override {
      if (voice_.held) {
        auto [error] = co_await voice_.gate_.async_receive(kAsTuple);
        if (error == asio::error::operation_aborted) throw boost::system::system_error(error);
      }
      if (at_ == text_.size()) co_return std::nullopt;
      co_return std::string(2, text_[at_++]);
    }

   private:
    LetterVoice& voice_;
    const std::string text_;
    std::size_t at_ = 0;
  };

  asio::experimental::concurrent_channel<void(boost::system::error_code)> gate_;
  const std::string name_;
};

Task<Result> GetFrom(SpeechCache& cache, std::string text) {
  TtsRequest request{std::move(text), Language::kEnglish, ""};
  co_return co_await cache.Get(std::move(request));
}
NullLog null_log;

Task<Result> GetIn(SpeechCache& cache, TtsProvider& voice, std::string text) {
  TtsRequest request{std::move(text), Language::kEnglish, ""};
  co_return co_await cache.Get(voice, std::move(request), SpeechLimits{1s, 1s}, null_log);
}
Task<absl::Status> PreloadIn(SpeechCache& cache, TtsProvider& voice, std::string text) {
  std::vector<TtsRequest> requests(1, TtsRequest{std::move(text), Language::kEnglish, ""});
  co_return co_await cache.Preload(voice, std::move(requests), SpeechLimits{1s, 1s}, null_log);
}
Task<absl::Status> PreloadInto(SpeechCache& cache, std::vector<TtsRequest> requests) {
  co_return co_await cache.Preload(std::move(requests));
}

class SpeechCacheTest : public testing::Test {
 protected:
  std::future<Result> Ask(std::string text) {
    return asio::co_spawn(io_, GetFrom(cache_, std::move(text)), asio::use_future);
  }
  Result Get(std::string text) {
    auto speech = Ask(std::move(text));
    io_.restart();
    io_.run();
    return speech.get();
  }
  absl::Status Preload(std::vector<TtsRequest> requests) {
    auto status = asio::co_spawn(io_, PreloadInto(cache_, std::move(requests)), asio::use_future);
    io_.restart();
    io_.run();
    return status.get();
  }
  template <typename T>
  T Await(Task<T> task) {
    auto result = asio::co_spawn(io_, std::move(task), asio::use_future);
    io_.restart();
    io_.run();
    return result.get();
  }
  double Requests(const std::string& result) {
    return Count("nexy_speech_cache_requests_total", result);
  }
  double Evicted(const std::string& reason) {
    return Count("nexy_speech_cache_evicted_total", reason);
  }
  double Bytes() {
    for (const auto& family : registry_.Collect()) {
      if (family.name == "nexy_speech_cache_bytes") return family.metric.at(0).gauge.value;
    }
    return -1;
  }
  double Count(const std::string& name, const std::string& result) {
    for (const auto& family : registry_.Collect()) {
      if (family.name != name) continue;
      for (const auto& metric : family.metric) {
        if (metric.label.at(0).value == result) return metric.counter.value;
      }
    }
    return -1;
  }

  asio::io_context io_;
  ManualClock clock_;
  prometheus::Registry registry_;
  LetterVoice voice_{io_.get_executor()};
  SpeechCache cache_{
      voice_, {.max_bytes = 20, .max_utterance_bytes = 12, .max_age = 1h}, clock_, registry_};
};

TEST_F(SpeechCacheTest, WhatWasSpokenOnceIsNotSpokenAgain) {
  EXPECT_EQ(**Get("abc"), "aabbcc");
  EXPECT_EQ(**Get("abc"), "aabbcc");
  EXPECT_EQ(voice_.asked, 1);
  EXPECT_EQ(Requests("hit"), 1);
  EXPECT_EQ(Requests("miss"), 1);
}

TEST_F(SpeechCacheTest, LanguageAndVoiceTellSpeechApart) {
  for (const Language language : {Language::kEnglish, Language::kRussian}) {
    for (const char* voice : {"", "a", "b"}) {
      ASSERT_TRUE(Preload({{"abc", language, voice}}).ok());
    }
  }
  EXPECT_EQ(voice_.asked, 6);
}

TEST_F(SpeechCacheTest, TheLeastRecentlyUsedGivesWay) {
  ASSERT_TRUE(Get("aaaaa").ok());
  ASSERT_TRUE(Get("bbbbb").ok());  // 20 bytes: full.
  ASSERT_TRUE(Get("aaaaa").ok());
  ASSERT_TRUE(Get("c").ok());  // Takes the place of b.
  EXPECT_EQ(voice_.asked, 3);
  ASSERT_TRUE(Get("aaaaa").ok());
  EXPECT_EQ(voice_.asked, 3);
  ASSERT_TRUE(Get("bbbbb").ok());
  EXPECT_EQ(voice_.asked, 4);
}

TEST_F(SpeechCacheTest, WhatIsPreloadedNeverGivesWayAndNeedsNoVoice) {
  ASSERT_TRUE(Preload({{"sorry sorry sorry", Language::kEnglish, ""}}).ok());
  for (const char* text : {"aaaaa", "bbbbb", "ccccc", "ddddd"}) ASSERT_TRUE(Get(text).ok());
  voice_.out_of_order = true;
  EXPECT_TRUE(Get("sorry sorry sorry").ok());
  EXPECT_EQ(Get("never said").status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(SpeechCacheTest, WhatWasThereBeforeItIsPreloadedStays) {
  ASSERT_TRUE(Get("aaaaa").ok());
  ASSERT_TRUE(Preload({{"aaaaa", Language::kEnglish, ""}}).ok());
  for (const char* text : {"bbbbb", "ccccc", "ddddd"}) ASSERT_TRUE(Get(text).ok());
  EXPECT_EQ(voice_.asked, 4);
  EXPECT_TRUE(Get("aaaaa").ok());
  EXPECT_EQ(voice_.asked, 4);
}

TEST_F(SpeechCacheTest, EveryVoiceHasItsOwn) {
  LetterVoice other(io_.get_executor(), "other");
  ASSERT_TRUE(Get("abc").ok());
  EXPECT_EQ(**Await(GetIn(cache_, other, "abc")), "aabbcc");
  EXPECT_EQ(other.asked, 1);
  EXPECT_TRUE(Await(GetIn(cache_, other, "abc")).ok());
  EXPECT_EQ(other.asked, 1);
  EXPECT_EQ(voice_.asked, 1);
}

TEST_F(SpeechCacheTest, WhatIsTooOldIsSpokenAgain) {
  ASSERT_TRUE(Get("abc").ok());
  clock_.Advance(59min);
  ASSERT_TRUE(Get("abc").ok());
  EXPECT_EQ(voice_.asked, 1);
  clock_.Advance(1min);  // Its use does not make it younger.
  ASSERT_TRUE(Get("abc").ok());
  EXPECT_EQ(voice_.asked, 2);
  EXPECT_EQ(Evicted("age"), 1);
}

TEST_F(SpeechCacheTest, WhatIsTooOldLeavesTheMemoryWithoutBeingAskedFor) {
  ASSERT_TRUE(Preload({{"zz", Language::kEnglish, ""}}).ok());
  const double pinned = Bytes();
  ASSERT_TRUE(Get("abc").ok());
  clock_.Advance(30min);
  ASSERT_TRUE(Get("def").ok());
  clock_.Advance(30min);
  cache_.Sweep();
  EXPECT_EQ(Evicted("age"), 1);
  clock_.Advance(24h);
  cache_.Sweep();
  EXPECT_EQ(Evicted("age"), 2);
  EXPECT_EQ(Bytes(), pinned) << "what the embedded voice has preloaded stays";
}

TEST_F(SpeechCacheTest, WhatGivesWayIsCounted) {
  for (const char* text : {"aaaaa", "bbbbb", "ccccc"}) ASSERT_TRUE(Get(text).ok());
  EXPECT_EQ(Evicted("size"), 1);
}

TEST_F(SpeechCacheTest, AnotherVoiceRendersAnewWhatItPreloads) {
  LetterVoice other(io_.get_executor(), "other");
  ASSERT_TRUE(Await(PreloadIn(cache_, other, "abc")).ok());
  const double once = Bytes();
  clock_.Advance(45min);
  ASSERT_TRUE(Await(PreloadIn(cache_, other, "abc")).ok());
  EXPECT_EQ(other.asked, 2);
  EXPECT_EQ(Bytes(), once) << "the old one is replaced";
  clock_.Advance(45min);
  other.out_of_order = true;
  EXPECT_TRUE(Await(GetIn(cache_, other, "abc")).ok());
  EXPECT_FALSE(Await(PreloadIn(cache_, other, "abc")).ok());
  EXPECT_TRUE(Await(GetIn(cache_, other, "abc")).ok()) << "a failure leaves what is there";
  EXPECT_EQ(Evicted("size"), 0);
}

TEST_F(SpeechCacheTest, ALongUtteranceIsSpokenButNotKept) {
  EXPECT_EQ((**Get("abcdefg")).size(), 14u);
  EXPECT_TRUE(Get("abcdefg").ok());
  EXPECT_EQ(voice_.asked, 2);
}

TEST_F(SpeechCacheTest, AnErrorIsNotKept) {
  voice_.out_of_order = true;
  EXPECT_EQ(Get("abc").status().code(), absl::StatusCode::kUnavailable);
  voice_.out_of_order = false;
  EXPECT_TRUE(Get("abc").ok());
  EXPECT_EQ(Get("").status().code(), absl::StatusCode::kInternal);  // No sound.
}

TEST_F(SpeechCacheTest, APreloadThatFailsGoesOnAndSaysSo) {
  EXPECT_EQ(Preload({{"", Language::kEnglish, ""}, {"abc", Language::kEnglish, ""}}).code(),
            absl::StatusCode::kInternal);
  voice_.out_of_order = true;
  EXPECT_TRUE(Get("abc").ok());
}

TEST_F(SpeechCacheTest, TheSameSpeechAskedForAtOnceIsMadeOnce) {
  voice_.held = true;
  std::vector<std::future<Result>> all;
  for (int i = 0; i < 5; ++i) all.push_back(Ask("abc"));
  io_.poll();
  voice_.Release();
  io_.restart();
  io_.run();
  for (auto& speech : all) EXPECT_EQ(**speech.get(), "aabbcc");
  EXPECT_EQ(voice_.asked, 1);
  EXPECT_EQ(Requests("joined"), 4);
}

TEST_F(SpeechCacheTest, WhenTheOneWhoMakesItIsCancelledAnotherGoesOn) {
  voice_.held = true;
  asio::cancellation_signal cancel;
  auto first = asio::co_spawn(io_, GetFrom(cache_, "abc"),
                              asio::bind_cancellation_slot(cancel.slot(), asio::use_future));
  auto second = Ask("abc");
  io_.poll();
  cancel.emit(asio::cancellation_type::terminal);
  io_.restart();
  io_.poll();
  voice_.Release();
  io_.restart();
  io_.run();
  EXPECT_THROW((void)first.get(), boost::system::system_error);
  EXPECT_EQ(**second.get(), "aabbcc");
}

TEST_F(SpeechCacheTest, ThreadsMayUseItTogether) {
  std::vector<std::future<Result>> all;
  for (int i = 0; i < 200; ++i) {
    all.push_back(asio::co_spawn(asio::make_strand(io_),
                                 GetFrom(cache_, std::string(4, static_cast<char>('a' + i % 9))),
                                 asio::use_future));
  }
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) threads.emplace_back([this] { io_.run(); });
  }
  for (int i = 0; i < 200; ++i) {
    const auto speech = all[static_cast<std::size_t>(i)].get();
    ASSERT_TRUE(speech.ok());
    EXPECT_EQ(**speech, std::string(8, static_cast<char>('a' + i % 9)));
  }
}

}  // namespace
}  // namespace nexy
