#include "nexyctl/load/calls.h"

#include <grpcpp/channel.h>

#include <utility>

namespace nexy::load {

Calls::Calls(std::vector<std::shared_ptr<grpc::Channel>> channels, Recorder& the_recorder,
             Timetable& the_timetable)
    : recorder(the_recorder), timetable(the_timetable) {
  for (auto& channel : channels) {
    stubs_.push_back(v1::StreamingService::NewStub(std::move(channel)));
  }
}

v1::StreamingService::Stub& Calls::NextStub() { return *stubs_[next_++ % stubs_.size()]; }

std::unique_ptr<grpc::ClientContext> Calls::Open(std::chrono::seconds time) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(std::chrono::system_clock::now() + time);
  MutexLock lock(mutex_);
  if (over_) return nullptr;
  ++live_;
  contexts_.insert(context.get());
  return context;
}

void Calls::Close(std::unique_ptr<grpc::ClientContext> context) {
  {
    MutexLock lock(mutex_);
    contexts_.erase(context.get());
  }
  context.reset();
  MutexLock lock(mutex_);
  if (--live_ == 0) ended_.notify_all();
}

bool Calls::AwaitEnd(Steady::time_point time) {
  MutexLock lock(mutex_);
  while (live_ > 0) {
    if (ended_.wait_until(mutex_, time) == std::cv_status::timeout && live_ > 0) return false;
  }
  over_ = true;
  return true;
}

void Calls::CancelAll() {
  cancelled_ = true;
  MutexLock lock(mutex_);
  for (grpc::ClientContext* context : contexts_) context->TryCancel();
}

}  // namespace nexy::load
