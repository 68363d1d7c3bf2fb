#pragma once

#include <grpcpp/client_context.h>

#include <memory>
#include <optional>
#include <string>

#include "fault_proxy.h"
#include "soak/plan.h"
#include "soak/tally.h"
#include "streaming.grpc.pb.h"

namespace nexy::soak {

namespace v1 = streaming;

// A client with a connection and devices of its own, which does one turn after the other.
class Client {
 public:
  // Client `number` of a soak with `seed`. With `bad_network` its connection can be cut.
  Client(const std::string& server, int number, std::uint64_t seed, bool bad_network, Tally& tally);

  void Do(const Plan& plan, std::uint64_t turn);

 private:
  struct Call;
  struct Heard;

  v1::StreamRequest Question(const Plan& plan, std::uint64_t turn) const;
  Heard Ask(const v1::StreamRequest& question, const Plan& plan);
  Heard Read(Call& call, const Plan& plan);
  void AskTwice(const v1::StreamRequest& question, const Plan& plan);
  void Tell(v1::StreamRequest question);
  void Interrupt(const std::string& device);
  void Welcome();
  void ReportUsage(const std::string& device);
  std::string DeviceOf(int device) const;
  std::string SessionOf(std::uint64_t turn) const;

  const int number_;
  const std::uint64_t seed_;
  Tally& tally_;
  std::optional<FaultProxy> network_;
  std::unique_ptr<v1::StreamingService::Stub> stub_;
};

}  // namespace nexy::soak
