// ReportUsage: wire contract 8. The status is always OK; the answer says what became of it.
#include <utility>

#include "base/strings.h"
#include "rpc/assistant_service.h"

namespace nexy {
namespace {

// The text for a report that is not recorded; empty when it is fine.
std::string Objection(const v1::UsageRequest& request, const RpcOptions& options) {
  if (!CheckHardwareId(request.hardware_id(), options.id_max_bytes).ok()) {
    return "hardware_id required";
  }
  const auto out_of_range = [&options](std::int32_t tokens) {
    return tokens < 0 || static_cast<std::size_t>(tokens) > options.usage_tokens_max;
  };
  const auto range = Concat(" must be between 0 and ", options.usage_tokens_max);
  if (out_of_range(request.input_tokens())) return Concat("input_tokens", range);
  if (out_of_range(request.output_tokens())) return Concat("output_tokens", range);
  if (request.session_id().size() > options.id_max_bytes) return "session_id is too long";
  if (request.source().size() > options.id_max_bytes) return "source is too long";
  if (request.model().size() > options.id_max_bytes) return "model is too long";
  return "";
}

}  // namespace

grpc::ServerUnaryReactor* AssistantService::ReportUsage(grpc::CallbackServerContext* context,
                                                        const v1::UsageRequest* request,
                                                        v1::UsageResponse* response) {
  auto* reactor = context->DefaultReactor();
  std::string objection = Objection(*request, parts_.rpc);
  const bool nothing = request->input_tokens() == 0 && request->output_tokens() == 0;
  if (!objection.empty() || nothing) {
    AnswerUsage(objection, *response);
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
  Usage usage{.device = request->hardware_id(),
              .service = "client",
              .provider = request->source(),
              .model = request->model(),
              .input_tokens = request->input_tokens(),
              .output_tokens = request->output_tokens()};
  Spawn(parts_.executor, "rpc.report_usage", RecordUsage(reactor, std::move(usage), response),
        parts_.turn.log);
  return reactor;
}

Task<> AssistantService::RecordUsage(grpc::ServerUnaryReactor* reactor, Usage usage,
                                     v1::UsageResponse* response) {
  const absl::Status stored = co_await parts_.usage.Report(std::move(usage));
  AnswerUsage(stored.ok() ? "" : "Usage not recorded: storage unavailable", *response);
  reactor->Finish(grpc::Status::OK);
}

void AssistantService::AnswerUsage(std::string_view objection, v1::UsageResponse& response) {
  (objection.empty() ? parts_.metrics.usage_reports : parts_.metrics.usage_refusals).Increment();
  response.set_success(objection.empty());
  response.set_message(objection.empty() ? "Usage recorded" : std::string(objection));
}

}  // namespace nexy
