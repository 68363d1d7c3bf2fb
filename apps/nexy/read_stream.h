#pragma once

#include <grpcpp/client_context.h>
#include <grpcpp/support/sync_stream.h>

#include <memory>
#include <utility>

#include "nexy/hearing.h"
#include "nexy/stream_event.h"

namespace nexy {

// Gives every message of the stream to `hearing` and returns the status.
template <typename Response>
grpc::Status ReadStream(grpc::ClientContext& context,
                        std::unique_ptr<grpc::ClientReader<Response>> reader, Hearing& hearing) {
  Response message;
  while (reader->Read(&message)) {
    hearing.On(ToEvent(std::move(message)));
    if (!hearing.wanted()) context.TryCancel();
    message = Response();
  }
  return reader->Finish();
}

}  // namespace nexy
