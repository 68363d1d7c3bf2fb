// ReportUsage: wire contract 8, golden scenario U1.
#include <gtest/gtest.h>

#include "rpc/wire_client.h"

namespace nexy {
namespace {

struct UsageTest : WireTest {
  static v1::UsageRequest Report(int input, int output) {
    v1::UsageRequest request;
    request.set_hardware_id("device");
    request.set_session_id(NewSession());
    request.set_source("llm");
    request.set_model("model");
    request.set_input_tokens(input);
    request.set_output_tokens(output);
    return request;
  }
  void Expect(const v1::UsageRequest& request, bool success, const std::string& message) {
    grpc::ClientContext context;
    v1::UsageResponse response;
    const auto status = stub->ReportUsage(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(response.success(), success);
    EXPECT_EQ(response.message(), message);
  }
};

TEST_F(UsageTest, U1_AReportIsRecorded) {
  Start();
  Expect(Report(10, 20), true, "Usage recorded");
  Expect(Report(10'000'000, 0), true, "Usage recorded");
}

TEST_F(UsageTest, U1_TokensOutsideTheirRangeAreNot) {
  Start();
  Expect(Report(-1, 0), false, "input_tokens must be between 0 and 10000000");
  Expect(Report(2'000'000'000, 0), false, "input_tokens must be between 0 and 10000000");
  Expect(Report(10'000'001, -1), false, "input_tokens must be between 0 and 10000000");
  Expect(Report(0, -1), false, "output_tokens must be between 0 and 10000000");
  Expect(Report(0, 10'000'001), false, "output_tokens must be between 0 and 10000000");
}

TEST_F(UsageTest, U1_ADeviceWithoutAValidNameIsNamedFirst) {
  Start();
  for (const char* name : {"", "  ", "unknown", "UNKNOWN", "a\x02"}) {
    auto request = Report(-1, 0);
    request.set_hardware_id(name);
    Expect(request, false, "hardware_id required");
  }
}

TEST_F(UsageTest, ALongFieldIsNamed) {
  Start();
  auto request = Report(0, 0);
  request.set_model(std::string(257, 'a'));
  Expect(request, false, "model is too long");
  request.set_source(std::string(257, 'a'));
  Expect(request, false, "source is too long");
  request.set_session_id(std::string(257, 'a'));
  Expect(request, false, "session_id is too long");
  request.set_input_tokens(-1);
  Expect(request, false, "input_tokens must be between 0 and 10000000");
}

TEST_F(UsageTest, AStoreThatCannotTakeItIsSaid) {
  server.options.store.path = "/dev/null/nexy.db";
  Start();
  Expect(Report(10, 20), false, "Usage not recorded: storage unavailable");
}

TEST_F(UsageTest, NoTokensAreRecordedWithoutStoring) {
  server.options.store.path = "/dev/null/nexy.db";
  Start();
  Expect(Report(0, 0), true, "Usage recorded");
}

}  // namespace
}  // namespace nexy
