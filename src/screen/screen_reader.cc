#include "screen/screen_reader.h"

#include <malloc.h>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <utility>

#include "base/alarm.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "base/status.h"
#include "screen/ocr_engine.h"
#include "screen/ocr_picture.h"
#include "screen/reading_order.h"
#include "screen/recent_texts.h"
#include "screen/script_repair.h"

namespace nexy {
namespace {

using Result = absl::StatusOr<std::shared_ptr<const ScreenText>>;

constexpr std::size_t kRememberedTexts = 8;

// What is shared by the coroutine that waits and the job that reads; the coroutine may leave early.
struct Reading {
  explicit Reading(asio::any_io_executor executor) : done(std::move(executor), clock) {}

  std::shared_ptr<const Screenshot> screenshot;
  OcrControl control;
  Result result = absl::InternalError("the screen was not read");  // The job's until `done` rings.
  RealClock clock;
  Alarm done;  // Used on the coroutine's executor only.
};

// Tells the job to stop when the coroutine that waits for it goes.
class StopOnExit {
 public:
  explicit StopOnExit(OcrControl& control) : control_(control) {}
  ~StopOnExit() { control_.stop = true; }
  StopOnExit(const StopOnExit&) = delete;
  StopOnExit& operator=(const StopOnExit&) = delete;

 private:
  OcrControl& control_;
};

}  // namespace

// Jobs run on `threads_`; an engine is opened by the first job that finds none free, and all free
// ones are closed when nothing was read for `ocr_idle`.
class ScreenReader::Impl {
 public:
  explicit Impl(const ScreenOptions& options) : options_(options), threads_(options.ocr_threads) {}

  // Waits for the jobs that run; those that wait are dropped.
  ~Impl() {
    closing_ = true;
    threads_.stop();
    threads_.join();
  }

  Task<Result> Read(std::shared_ptr<const Screenshot> screenshot) {
    if (auto text = recent_.Find(screenshot)) co_return text;
    if (pending_.fetch_add(1) >= options_.ocr_threads + options_.ocr_queue) {
      pending_.fetch_sub(1);
      co_return absl::ResourceExhaustedError("too many screens wait to be read");
    }
    const auto executor = co_await asio::this_coro::executor;
    const auto reading = std::make_shared<Reading>(executor);
    reading->screenshot = std::move(screenshot);
    reading->control.deadline = reading->clock.Now() + options_.ocr_timeout;
    const StopOnExit stop(reading->control);
    // The alarm belongs to the executor, so the job hands its share of the reading over to it and
    // keeps none.
    asio::post(threads_, [this, executor, job = reading]() mutable { Run(executor, std::move(job)); });
    if (!co_await reading->done.WaitUntil(reading->control.deadline)) {
      co_return absl::DeadlineExceededError("reading the screen took too long");
    }
    co_return std::move(reading->result);
  }

 private:
  void Run(const asio::any_io_executor& executor, std::shared_ptr<Reading> reading) {
    reading->result = closing_ ? Result(absl::CancelledError("closing")) : ReadNow(*reading);
    if (reading->result.ok()) recent_.Remember(reading->screenshot, *reading->result);
    pending_.fetch_sub(1);
    CloseEnginesLater();
    asio::post(executor, [reading = std::move(reading)] { reading->done.Ring(); });
  }

  Result ReadNow(Reading& reading) {
    if (reading.control.stop) return absl::CancelledError("reading the screen was stopped");
    NEXY_ASSIGN_OR_RETURN(GreyImage grey, reading.screenshot->DecodeGrey());
    const OcrPicture picture = PrepareForOcr(std::move(grey));
    NEXY_ASSIGN_OR_RETURN(std::unique_ptr<OcrEngine> engine, TakeEngine());
    auto lines = engine->Read(picture.image, picture.scale, reading.control);
    {
      MutexLock lock(mutex_);
      free_engines_.push_back(std::move(engine));
    }
    if (!lines.ok()) return lines.status();
    RepairScripts(*lines);
    return std::make_shared<const ScreenText>(ScreenText{ReadingOrder(*std::move(lines))});
  }

  absl::StatusOr<std::unique_ptr<OcrEngine>> TakeEngine() {
    {
      MutexLock lock(mutex_);
      if (!free_engines_.empty()) {
        auto engine = std::move(free_engines_.back());
        free_engines_.pop_back();
        return engine;
      }
    }
    return OcrEngine::Open();
  }

  // Each reading puts the closing off.
  void CloseEnginesLater() {
    MutexLock lock(mutex_);
    idle_.expires_after(options_.ocr_idle);
    idle_.async_wait([this](boost::system::error_code error) {
      if (!error) CloseEngines();
    });
  }

  void CloseEngines() {
    std::vector<std::unique_ptr<OcrEngine>> engines;
    {
      MutexLock lock(mutex_);
      engines.swap(free_engines_);
    }
    engines.clear();
    recent_.Forget();
    malloc_trim(0);  // glibc would keep what the engines gave back.
  }

  const ScreenOptions options_;
  RecentTexts recent_{kRememberedTexts};
  std::atomic<std::size_t> pending_{0};
  std::atomic<bool> closing_{false};
  asio::thread_pool threads_;
  Mutex mutex_;
  asio::steady_timer idle_ ABSL_GUARDED_BY(mutex_){threads_};
  std::vector<std::unique_ptr<OcrEngine>> free_engines_ ABSL_GUARDED_BY(mutex_);
};

ScreenReader::ScreenReader(const ScreenOptions& options) : impl_(std::make_unique<Impl>(options)) {}
ScreenReader::~ScreenReader() = default;

Task<absl::StatusOr<std::shared_ptr<const ScreenText>>> ScreenReader::Read(
    std::shared_ptr<const Screenshot> screenshot) {
  return impl_->Read(std::move(screenshot));
}

}  // namespace nexy
