#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "base/alarm.h"
#include "base/mutex.h"
#include "base/status.h"
#include "base/task.h"
#include "rpc/status.h"

namespace nexy {

struct StreamLimits {
  std::size_t send_queue_bytes;           // Wait behind the write that is outstanding.
  std::chrono::milliseconds write_stall;  // Nothing read for so long: the call is cancelled.
};

// Runs one server-streaming RPC as a coroutine on a strand of its own.
//
// gRPC's reactions arrive on gRPC's threads; they take the next message out of the queue or post to
// the strand, so the body needs no locks and those threads never wait for it. gRPC owns the object
// until OnDone(); work posted to the strand and the body share the ownership, so it may outlive
// that.
template <typename Response>
class StreamCall final : public grpc::ServerWriteReactor<Response>,
                         public std::enable_shared_from_this<StreamCall<Response>> {
 public:
  using Body = std::function<Task<absl::Status>(StreamCall&)>;

  static StreamCall* Start(asio::any_io_executor executor, grpc::CallbackServerContext* context,
                           StreamLimits limits, Clock& clock, Body body) {
    std::shared_ptr<StreamCall> call(
        new StreamCall(std::move(executor), context, limits, clock, std::move(body)));
    {
      MutexLock lock(call->mutex_);
      call->self_ = call;
    }
    asio::co_spawn(call->strand_, Live(call),
                   asio::bind_cancellation_slot(
                       call->cancel_.slot(),
                       asio::bind_executor(call->strand_, [call](std::exception_ptr) {})));
    return call.get();
  }

  // Puts a message behind those that wait; completes when there is room for another, so a slow
  // client slows the body down. False when no message will reach the client any more.
  Task<bool> Send(Response message) {
    if (!Enqueue(std::move(message))) co_return false;
    while (true) {
      {
        MutexLock lock(mutex_);
        if (gone_) co_return false;
        if (queued_bytes_ <= limits_.send_queue_bytes) co_return true;
        waits_for_room_ = true;
      }
      if (!co_await WaitForProgress(limits_.write_stall)) co_return false;
    }
  }

  // Forgets the messages that have not been given to gRPC yet. Any thread.
  void DropQueued() {
    MutexLock lock(mutex_);
    while (queue_.size() > (writing_ ? 1u : 0u)) PopBack();
  }

  // Makes the body's pending wait, or its next one, throw operation_aborted. Any thread.
  void Cancel() {
    asio::post(strand_, [self = this->shared_from_this()] {
      self->cancel_.emit(asio::cancellation_type::terminal);
    });
  }

  // Called once, on a thread of gRPC, when the client has left or its deadline has passed; here and
  // now if that was before. Owns what it touches.
  void OnGone(std::function<void()> callback) {
    {
      MutexLock lock(mutex_);
      if (!gone_) {
        on_gone_ = std::move(callback);
        return;
      }
    }
    callback();
  }

  bool gone() const {
    MutexLock lock(mutex_);
    return gone_;
  }

  // From here on the client has so long to read what is left; then the call is cancelled.
  void LimitFlush(std::chrono::milliseconds limit) { flush_limit_ = limit; }

  asio::any_io_executor strand() const { return strand_; }
  // Valid until the body ends.
  grpc::CallbackServerContext* context() const { return context_; }

 private:
  StreamCall(asio::any_io_executor executor, grpc::CallbackServerContext* context,
             StreamLimits limits, Clock& clock, Body body)
      : strand_(asio::make_strand(std::move(executor))),
        context_(context),
        limits_(limits),
        clock_(clock),
        flush_limit_(limits.write_stall),
        body_(std::move(body)),
        progress_(strand_, clock) {}

  // The body, then the status once everything was written; lives as long as the call.
  static Task<> Live(std::shared_ptr<StreamCall> call) {
    absl::Status status;
    try {
      status = co_await call->body_(*call);
    } catch (...) {  // Cancellation, or a bug: its text is for the log, not for the wire.
      status = StatusFromException(std::current_exception());
    }
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    call->FinishWhenSent(ToGrpc(status));
    while (!call->done()) {
      if (!co_await call->WaitForProgress(call->flush_limit_)) break;
    }
  }

  // The first message goes to gRPC when the body rests: what it sends in one go is then together.
  bool Enqueue(Response message) {
    {
      MutexLock lock(mutex_);
      if (gone_) return false;
      queued_bytes_ += message.ByteSizeLong();
      queue_.push_back(std::move(message));
      if (writing_ || std::exchange(starting_, true)) return true;
    }
    asio::post(strand_, [self = this->shared_from_this()] { self->StartQueued(); });
    return true;
  }

  void StartQueued() {
    const Response* start = nullptr;
    grpc::WriteOptions options;
    std::unique_ptr<grpc::Status> finish;
    {
      MutexLock lock(mutex_);
      starting_ = false;
      if (gone_) DropAll();
      writing_ = !queue_.empty();
      if (writing_) {
        start = &queue_.front();
        options = FrontOptions();
      }
      finish = TakeFinalStatus();
    }
    if (start != nullptr) this->StartWrite(start, options);
    if (finish) this->Finish(std::move(*finish));
  }

  // gRPC may hold back what others follow and write all of it at once: many messages of sound then
  // cost one system call. Not the first message: it brings the headers, and gRPC says that it is
  // done only once they are written.
  grpc::WriteOptions FrontOptions() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    grpc::WriteOptions options;
    if (begun_ && queue_.size() > 1) options.set_buffer_hint();
    return options;
  }

  // True when something was written or the call is over, false after cancelling a client that read
  // nothing for `limit`.
  Task<bool> WaitForProgress(std::chrono::milliseconds limit) {
    const bool progress = co_await progress_.WaitUntil(clock_.Now() + limit);
    if (!progress) CancelClient();
    co_return progress;
  }

  // TryCancel() needs a context that lives, so the status, after which gRPC lets the context go, is
  // held back meanwhile; and no lock, because gRPC may call the reactions from inside it.
  void CancelClient() {
    {
      MutexLock lock(mutex_);
      if (finished_) return;
      cancelling_ = true;
    }
    context_->TryCancel();
    std::unique_ptr<grpc::Status> finish;
    {
      MutexLock lock(mutex_);
      cancelling_ = false;
      finish = TakeFinalStatus();
    }
    if (finish) this->Finish(std::move(*finish));
  }

  // The status when it is time for it: the body is over and no write is outstanding or to come.
  std::unique_ptr<grpc::Status> TakeFinalStatus() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (starting_ || writing_ || cancelling_ || final_status_ == nullptr) return nullptr;
    finished_ = true;
    return std::move(final_status_);
  }

  void FinishWhenSent(grpc::Status status) {
    std::unique_ptr<grpc::Status> finish;
    {
      MutexLock lock(mutex_);
      final_status_ = std::make_unique<grpc::Status>(std::move(status));
      finish = TakeFinalStatus();
    }
    if (finish) this->Finish(std::move(*finish));
  }

  void OnWriteDone(bool ok) override {
    const Response* start = nullptr;
    grpc::WriteOptions options;
    std::unique_ptr<grpc::Status> finish;
    bool ring = false;
    {
      MutexLock lock(mutex_);
      begun_ = true;
      queued_bytes_ -= queue_.front().ByteSizeLong();
      queue_.pop_front();
      if (!ok || gone_) {
        gone_ = true;
        DropAll();
      }
      writing_ = !queue_.empty();
      if (writing_) {
        start = &queue_.front();
        options = FrontOptions();
      }
      finish = TakeFinalStatus();
      ring = waits_for_room_ && (gone_ || queued_bytes_ <= limits_.send_queue_bytes);
      if (ring) waits_for_room_ = false;
    }
    if (start != nullptr) this->StartWrite(start, options);
    if (finish) this->Finish(std::move(*finish));
    if (ring) Ring();
  }

  void OnCancel() override {
    std::function<void()> callback;
    {
      MutexLock lock(mutex_);
      gone_ = true;
      callback.swap(on_gone_);
    }
    if (callback) callback();
    Cancel();
    Ring();
  }

  void OnDone() override {
    std::shared_ptr<StreamCall> self;
    {
      MutexLock lock(mutex_);
      done_ = true;
      on_gone_ = nullptr;
      self.swap(self_);
    }
    Ring();
  }

  void Ring() {
    asio::post(strand_, [self = this->shared_from_this()] { self->progress_.Ring(); });
  }

  void DropAll() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    while (!queue_.empty()) PopBack();
  }

  void PopBack() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    queued_bytes_ -= queue_.back().ByteSizeLong();
    queue_.pop_back();
  }

  bool done() const {
    MutexLock lock(mutex_);
    return done_;
  }

  const asio::strand<asio::any_io_executor> strand_;
  grpc::CallbackServerContext* const context_;
  const StreamLimits limits_;
  Clock& clock_;
  std::chrono::milliseconds flush_limit_;
  const Body body_;
  asio::cancellation_signal cancel_;  // Emitted on strand_ only.
  Alarm progress_;

  mutable Mutex mutex_;
  std::deque<Response> queue_ ABSL_GUARDED_BY(mutex_);  // The front is gRPC's while `writing_`.
  std::size_t queued_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  bool starting_ ABSL_GUARDED_BY(mutex_) = false;  // StartQueued() is on its way.
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool begun_ ABSL_GUARDED_BY(mutex_) = false;  // A message was written.
  bool waits_for_room_ ABSL_GUARDED_BY(mutex_) = false;
  bool gone_ ABSL_GUARDED_BY(mutex_) = false;  // Nothing reaches the client any more.
  bool cancelling_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;  // Finish() was called.
  bool done_ ABSL_GUARDED_BY(mutex_) = false;      // gRPC has let go of the call.
  std::unique_ptr<grpc::Status> final_status_ ABSL_GUARDED_BY(mutex_);
  std::function<void()> on_gone_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<StreamCall> self_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace nexy
