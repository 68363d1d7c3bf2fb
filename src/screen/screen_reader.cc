#include "screen/screen_reader.h"

#include <malloc.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <iterator>
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

constexpr std::size_t kRememberedTexts = 8;

// Repairs `rest` with `opening`, which has been spoken, as its neighbour.
void RepairRest(const std::vector<ScreenLine>& opening, std::vector<ScreenLine>& rest) {
  const auto spoken = static_cast<std::ptrdiff_t>(opening.size());
  std::vector<ScreenLine> all = opening;
  std::ranges::move(rest, std::back_inserter(all));
  RepairScripts(all);
  rest.assign(std::make_move_iterator(all.begin() + spoken), std::make_move_iterator(all.end()));
}

// What is shared by the coroutine that waits and the job that reads; the coroutine may leave early.
struct Reading {
  explicit Reading(const asio::any_io_executor& executor) : opened(executor, clock), done(executor, clock) {}

  std::shared_ptr<const Screenshot> screenshot;
  OcrControl control;
  // The job's until the alarm beside it rings; the alarms are used on the coroutine's executor only.
  ReadText opening = absl::InternalError("the screen was not read");
  ReadText result = absl::InternalError("the screen was not read");
  RealClock clock;
  Alarm opened;
  Alarm done;
};

// What the caller holds of a job; tells it to stop when the caller goes.
class RunningReading final : public ScreenReading {
 public:
  explicit RunningReading(std::shared_ptr<Reading> reading) : reading_(std::move(reading)) {}
  ~RunningReading() override { reading_->control.stop = true; }

  Task<ReadText> Opening() override { return Wait(reading_, &Reading::opened, &Reading::opening); }
  Task<ReadText> Whole() override { return Wait(reading_, &Reading::done, &Reading::result); }

 private:
  static Task<ReadText> Wait(std::shared_ptr<Reading> reading, Alarm Reading::*alarm, ReadText Reading::*text) {
    const bool rung = co_await ((*reading).*alarm).WaitUntil(reading->control.deadline);
    if (!rung) co_return absl::DeadlineExceededError("reading the screen took too long");
    ((*reading).*alarm).Ring();  // For who asks again.
    co_return (*reading).*text;
  }

  const std::shared_ptr<Reading> reading_;
};

// A picture that was read before.
class KnownReading final : public ScreenReading {
 public:
  explicit KnownReading(std::shared_ptr<const ScreenText> text) : text_(std::move(text)) {}
  Task<ReadText> Opening() override { co_return std::make_shared<const ScreenText>(); }
  Task<ReadText> Whole() override { co_return text_; }

 private:
  const std::shared_ptr<const ScreenText> text_;
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

  Task<absl::StatusOr<std::unique_ptr<ScreenReading>>> Begin(std::shared_ptr<const Screenshot> screenshot) {
    if (auto text = recent_.Find(screenshot)) co_return std::make_unique<KnownReading>(std::move(text));
    if (pending_.fetch_add(1) >= options_.ocr_threads + options_.ocr_queue) {
      pending_.fetch_sub(1);
      co_return absl::ResourceExhaustedError("too many screens wait to be read");
    }
    const auto executor = co_await asio::this_coro::executor;
    const auto reading = std::make_shared<Reading>(executor);
    reading->screenshot = std::move(screenshot);
    reading->control.deadline = reading->clock.Now() + options_.ocr_timeout;
    auto running = std::make_unique<RunningReading>(reading);
    // The alarms belong to the executor, so the job hands its share of the reading over to it and
    // keeps none.
    asio::post(threads_, [this, executor, job = reading]() mutable { Run(executor, std::move(job)); });
    co_return running;
  }

  Task<ReadText> Read(std::shared_ptr<const Screenshot> screenshot) {
    auto reading = co_await Begin(std::move(screenshot));
    if (!reading.ok()) co_return reading.status();
    co_return co_await (*reading)->Whole();
  }

 private:
  void Run(const asio::any_io_executor& executor, std::shared_ptr<Reading> reading) {
    reading->result = closing_ ? ReadText(absl::CancelledError("closing")) : ReadNow(executor, reading);
    if (reading->result.ok()) recent_.Remember(reading->screenshot, *reading->result);
    pending_.fetch_sub(1);
    CloseEnginesLater();
    asio::post(executor, [reading = std::move(reading)] {
      reading->opened.Ring();
      reading->done.Ring();
    });
  }

  ReadText ReadNow(const asio::any_io_executor& executor, const std::shared_ptr<Reading>& reading) {
    // Until the opening is known there is none; after that it is the caller's.
    reading->opening = std::make_shared<const ScreenText>();
    if (reading->control.stop) return absl::CancelledError("reading the screen was stopped");
    NEXY_ASSIGN_OR_RETURN(GreyImage grey, reading->screenshot->DecodeGrey());
    const OcrPicture picture = PrepareForOcr(std::move(grey));
    NEXY_ASSIGN_OR_RETURN(std::unique_ptr<OcrEngine> engine, TakeEngine());
    auto text = ReadParts(*engine, picture, executor, reading);
    {
      MutexLock lock(mutex_);
      free_engines_.push_back(std::move(engine));
    }
    return text;
  }

  // The opening first, so that it is spoken while the rest is read.
  ReadText ReadParts(OcrEngine& engine, const OcrPicture& picture, const asio::any_io_executor& executor,
                     const std::shared_ptr<Reading>& reading) {
    std::vector<ScreenLine> lines;
    if (picture.opening_rows > 0) {
      NEXY_ASSIGN_OR_RETURN(lines, engine.Read(picture, {0, picture.opening_rows, true}, reading->control));
      RepairScripts(lines);
      lines = ReadingOrder(std::move(lines));
      const auto opening = std::make_shared<const ScreenText>(ScreenText{lines, lines.size()});
      // The job must not be the last to let go of the alarms, which `reading` in the caller sees to.
      reading->opening = opening;
      asio::post(executor, [reading] { reading->opened.Ring(); });
    }
    const std::size_t opening = lines.size();
    NEXY_ASSIGN_OR_RETURN(std::vector<ScreenLine> rest,
                          engine.Read(picture, {picture.opening_rows, picture.image.height, false}, reading->control));
    RepairRest(lines, rest);
    rest = ReadingOrder(std::move(rest));
    if (!rest.empty()) rest.front().section_start = opening > 0;
    std::ranges::move(rest, std::back_inserter(lines));
    return std::make_shared<const ScreenText>(ScreenText{std::move(lines), opening});
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
    return OcrEngine::Open(static_cast<float>(options_.uncertain_below));
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

Task<absl::StatusOr<std::unique_ptr<ScreenReading>>> ScreenReader::Begin(
    std::shared_ptr<const Screenshot> screenshot) {
  return impl_->Begin(std::move(screenshot));
}

Task<ReadText> ScreenReader::Read(std::shared_ptr<const Screenshot> screenshot) {
  return impl_->Read(std::move(screenshot));
}

}  // namespace nexy
