// The wire's messages against wire contract 1: numbers, names and types are frozen.
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <string>

#include "base/strings.h"
#include "streaming.grpc.pb.h"

namespace nexy {
namespace {

using google::protobuf::FieldDescriptor;

std::string TypeOf(const FieldDescriptor& field) {
  if (field.is_map()) {
    const auto* entry = field.message_type();
    return Concat("map<", entry->map_key()->type_name(), ",", entry->map_value()->type_name(), ">");
  }
  std::string type = field.type_name();
  if (field.message_type() != nullptr) type = field.message_type()->name();
  if (field.enum_type() != nullptr) type = field.enum_type()->name();
  if (field.is_repeated()) return "repeated " + type;
  if (const auto* oneof = field.real_containing_oneof()) return oneof->name() + ": " + type;
  return field.has_optional_keyword() ? "optional " + type : type;
}

std::string Describe(const google::protobuf::FileDescriptor& file) {
  std::string text = file.package() + "\n";
  for (int i = 0; i < file.message_type_count(); ++i) {
    const auto* message = file.message_type(i);
    text += message->name() + "\n";
    for (int j = 0; j < message->field_count(); ++j) {
      const auto& field = *message->field(j);
      text += Concat("  ", field.number(), " ", field.name(), " ", TypeOf(field), "\n");
    }
  }
  for (int i = 0; i < file.enum_type_count(); ++i) {
    const auto* values = file.enum_type(i);
    text += values->name() + "\n";
    for (int j = 0; j < values->value_count(); ++j) {
      text += Concat("  ", values->value(j)->name(), "=", values->value(j)->number(), "\n");
    }
  }
  for (int i = 0; i < file.service_count(); ++i) {
    const auto* service = file.service(i);
    text += service->full_name() + "\n";
    for (int j = 0; j < service->method_count(); ++j) {
      const auto* method = service->method(j);
      text += Concat("  ", method->name(), "(", method->client_streaming() ? "stream " : "",
                     method->input_type()->name(), ") ", method->server_streaming() ? "stream " : "",
                     method->output_type()->name(), "\n");
    }
  }
  return text;
}

constexpr const char* kContract = R"(streaming
StreamRequest
  1 prompt string
  2 screenshot optional string
  3 screen_width optional int32
  4 screen_height optional int32
  5 hardware_id string
  6 session_id string
  7 phase RequestPhase
  8 chunk_seq int32
  9 chunk_text optional string
StreamResponse
  1 text_chunk content: string
  2 audio_chunk content: AudioChunk
  3 end_message content: string
  4 error_message content: string
  5 action_message content: ActionMessage
  6 browser_progress content: BrowserProgressMessage
AudioChunk
  1 audio_data bytes
  2 dtype string
  3 shape repeated int32
  4 sample_rate int32
  5 channels int32
InterruptRequest
  1 hardware_id string
InterruptResponse
  1 success bool
  2 interrupted_sessions repeated string
  3 message string
WelcomeRequest
  1 text string
  2 session_id string
  3 voice string
  4 language string
WelcomeMetadata
  1 method string
  2 duration_sec double
  3 sample_rate int32
  4 channels int32
  5 dtype string
WelcomeResponse
  1 audio_chunk content: AudioChunk
  2 metadata content: WelcomeMetadata
  3 end_message content: string
  4 error_message content: string
UsageRequest
  1 hardware_id string
  2 session_id string
  3 source string
  4 input_tokens int32
  5 output_tokens int32
  6 model string
UsageResponse
  1 success bool
  2 message string
ActionMessage
  1 action_json string
  2 session_id string
  3 feature_id optional string
BrowserProgressMessage
  1 type BrowserEventType
  2 task_id string
  3 step_number optional int32
  4 description optional string
  5 url optional string
  6 action optional string
  7 timestamp string
  8 error optional string
  9 details optional BrowserProgressDetails
BrowserProgressDetails
  1 duration_sec optional double
  2 actions repeated string
  3 metadata map<string,string>
RequestPhase
  REQUEST_PHASE_UNSPECIFIED=0
  REQUEST_PHASE_COLLECT=1
  REQUEST_PHASE_COMMIT=2
BrowserEventType
  BROWSER_TASK_STARTED=0
  BROWSER_STEP_STARTED=1
  BROWSER_STEP_COMPLETED=2
  BROWSER_ACTION_EXECUTED=3
  BROWSER_TASK_COMPLETED=4
  BROWSER_TASK_FAILED=5
  BROWSER_TASK_CANCELLED=6
streaming.StreamingService
  StreamAudio(StreamRequest) stream StreamResponse
  InterruptSession(InterruptRequest) InterruptResponse
  GenerateWelcomeAudio(WelcomeRequest) stream WelcomeResponse
  ReportUsage(UsageRequest) UsageResponse
)";

TEST(DescriptorTest, TheProtoFileHasExactlyTheMessagesOfTheContract) {
  EXPECT_EQ(Describe(*streaming::StreamRequest::descriptor()->file()), kContract);
}

}  // namespace
}  // namespace nexy
