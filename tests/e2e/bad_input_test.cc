// Whatever arrives, the server answers precisely, stays alive and gives the memory back.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <png.h>

#include <future>
#include <random>
#include <thread>

#include "absl/strings/escaping.h"
#include "e2e/nexyd_process.h"
#include "streaming.grpc.pb.h"

namespace nexy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::size_t kMegabyte = 1024 * 1024;

// A valid 1-bit PNG, all black: a few kilobytes that decode to `side` * `side` pixels.
std::string BlackPng(png_uint_32 side) {
  std::string bytes;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_set_write_fn(
      png, &bytes,
      [](png_structp writer, png_bytep data, png_size_t size) {
        static_cast<std::string*>(png_get_io_ptr(writer))
            ->append(reinterpret_cast<const char*>(data), size);
      },
      nullptr);
  png_set_IHDR(png, info, side, side, 1, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  const std::vector<png_byte> row(side / 8 + 1, 0);
  for (png_uint_32 y = 0; y < side; ++y) png_write_row(png, row.data());
  png_write_end(png, nullptr);
  png_destroy_write_struct(&png, &info);
  return bytes;
}

struct Reply {
  grpc::Status status;
  std::string error;  // The last error_message.
  std::string end;
};

class BadInput : public ::testing::Test {
 protected:
  static streaming::StreamRequest Request(const std::string& prompt) {
    streaming::StreamRequest request;
    request.set_prompt(prompt);
    request.set_hardware_id("someone");
    request.set_session_id("11111111-1111-4111-8111-111111111111");
    return request;
  }
  static streaming::StreamRequest RequestWithScreenshot(const std::string& base64) {
    auto request = Request("What is 2 + 2?");
    request.set_screenshot(base64);
    return request;
  }

  Reply Send(const streaming::StreamRequest& request) {
    grpc::ClientContext context;
    auto stream = stub_->StreamAudio(&context, request);
    Reply reply;
    streaming::StreamResponse message;
    while (stream->Read(&message)) {
      if (message.has_error_message()) reply.error = message.error_message();
      if (message.has_end_message()) reply.end = message.end_message();
    }
    reply.status = stream->Finish();
    return reply;
  }

  // Bytes that need not be a message.
  grpc::Status SendRaw(const std::string& method, const std::string& bytes) {
    grpc::GenericStub stub(channel_);
    grpc::ClientContext context;
    const grpc::Slice slice(bytes);
    const grpc::ByteBuffer request(&slice, 1);
    grpc::ByteBuffer response;
    std::promise<grpc::Status> done;
    stub.UnaryCall(&context, "/streaming.StreamingService/" + method, {}, &request, &response,
                   [&done](grpc::Status status) { done.set_value(std::move(status)); });
    return done.get_future().get();
  }

  void ExpectRefused(const streaming::StreamRequest& request, const std::string& text) {
    const Reply reply = Send(request);
    EXPECT_EQ(reply.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << text;
    EXPECT_THAT(reply.error, StartsWith(text));
    EXPECT_EQ(reply.status.error_message(), reply.error);
  }

  void ExpectServes() {
    const auto answer = Person(server_).Ask("What is 2 + 2?");
    EXPECT_EQ(answer.text, "The answer is 4.") << answer.err;
    EXPECT_EQ(answer.outcome, "ok");
  }

  // After it has answered a first time.
  std::size_t RestingKilobytes() {
    Send(Request("What is 2 + 2?"));
    return server_.ResidentKilobytes();
  }

  NexydProcess server_{{kUnpaced, "rpc.device_turns_per_minute=0"}};
  std::shared_ptr<grpc::Channel> channel_ = server_.Connect();
  std::unique_ptr<streaming::StreamingService::Stub> stub_ =
      streaming::StreamingService::NewStub(channel_);
};

TEST_F(BadInput, HugePromptsAreRefusedAndTheirMemoryIsGivenBack) {
  const std::size_t before = RestingKilobytes();
  for (int i = 0; i < 20; ++i) {
    ExpectRefused(Request(std::string(10 * kMegabyte, 'a')),
                  "prompt is too long: 10485760 bytes, the limit is 32768");
  }
  const Reply too_big = Send(Request(std::string(17 * kMegabyte, 'a')));
  EXPECT_EQ(too_big.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_THAT(too_big.status.error_message(), HasSubstr("larger than max"));
  EXPECT_LT(server_.ResidentKilobytes(), before + 192 * 1024);
  ExpectServes();
}

TEST_F(BadInput, ScreenshotsThatAreNoneAreRefusedWithTheReason) {
  const std::size_t before = RestingKilobytes();
  const std::string webp = Contents(kExampleScreen);
  ExpectRefused(RequestWithScreenshot("&&&&"), "screenshot is not valid base64");
  ExpectRefused(RequestWithScreenshot(std::string("AAA\0", 4)), "screenshot is not valid base64");
  ExpectRefused(RequestWithScreenshot(std::string(15 * kMegabyte, 'A')),
                "screenshot is too large: ");
  ExpectRefused(RequestWithScreenshot(std::string(12 * kMegabyte, 'A')),
                "screenshot format is not supported");
  ExpectRefused(RequestWithScreenshot(absl::Base64Escape(webp.substr(0, webp.size() / 2))),
                "screenshot cannot be decoded: WebP");
  ExpectRefused(RequestWithScreenshot(absl::Base64Escape(webp.substr(0, 16))),
                "screenshot cannot be decoded: WebP");
  EXPECT_LT(server_.ResidentKilobytes(), before + 192 * 1024);
  ExpectServes();
}

TEST_F(BadInput, PicturesOfManyPixelsAreBoundedInNumberAndGivenBack) {
  ExpectRefused(RequestWithScreenshot(absl::Base64Escape(BlackPng(20000))),
                "screenshot has too many pixels: 20000x20000, the limit is 100000000");
  const std::size_t before = RestingKilobytes();
  const std::string largest = absl::Base64Escape(BlackPng(10000));
  std::vector<std::jthread> people;
  for (int i = 0; i < 6; ++i) {
    people.emplace_back([this, &largest, i] {
      auto request = RequestWithScreenshot(largest);
      request.set_session_id("11111111-1111-4111-8111-11111111111" + std::to_string(i));
      EXPECT_EQ(Send(request).end, "Обработка завершена");
    });
  }
  people.clear();
  EXPECT_LT(server_.ResidentKilobytes(), before + 192 * 1024);
  ExpectServes();
}

TEST_F(BadInput, BytesThatAreNoMessageAndTextThatIsNoUtf8AreRefused) {
  for (const std::string method :
       {"StreamAudio", "GenerateWelcomeAudio", "InterruptSession", "ReportUsage"}) {
    EXPECT_FALSE(SendRaw(method, "\x0a\x04\xff\xfe\xfd\xfc").ok()) << method;
    EXPECT_FALSE(SendRaw(method, "\x0a\xff\xff\xff\xff\x7f").ok()) << method;
    EXPECT_FALSE(SendRaw(method, std::string(kMegabyte, '\xff')).ok()) << method;
  }
  EXPECT_FALSE(SendRaw("NoSuchMethod", "").ok());
  ExpectServes();
}

TEST_F(BadInput, ControlCharactersInAQuestionAreAnsweredLikeAnyOther) {
  EXPECT_EQ(Send(Request(std::string("What is\0 2 + 2?", 15))).end, "Обработка завершена");
  EXPECT_EQ(Send(Request("\x01\x02\x1b[2J\x7f")).end, "Обработка завершена");
  EXPECT_EQ(Send(Request("\xe2\x80\xae\xf0\x9f\x98\x80\xcc\x81")).end, "Обработка завершена");
  EXPECT_EQ(Send(Request(std::string(32768, '('))).end, "Обработка завершена");
  auto nameless = Request("What is 2 + 2?");
  nameless.set_hardware_id(std::string("some\0one", 8));
  ExpectRefused(nameless, "hardware_id is required");
  ExpectServes();
}

TEST_F(BadInput, RandomBytesByTheThousandLeaveItServing) {
  const std::size_t before = RestingKilobytes();
  std::mt19937 random(20260714);
  for (int i = 0; i < 1000; ++i) {
    std::string bytes(random() % 200, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    SendRaw(i % 2 == 0 ? "StreamAudio" : "ReportUsage", bytes);
  }
  EXPECT_LT(server_.ResidentKilobytes(), before + 192 * 1024);
  ExpectServes();
}

}  // namespace
}  // namespace nexy::testing
