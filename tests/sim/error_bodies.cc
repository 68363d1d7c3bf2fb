#include "error_bodies.h"

#include <utility>

namespace nexy::sim {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

struct Usual {
  std::string_view status;
  std::string_view message;
};

Usual GeminiUsual(int code) {
  switch (code) {
    case 400:
      return {"INVALID_ARGUMENT", "Request contains an invalid argument."};
    case 401:
      return {
          "UNAUTHENTICATED",
          "Request had invalid authentication credentials. Expected OAuth 2 access token, login "
          "cookie or other valid authentication credential."};
    case 402:
      return {"", "Your prepayment credits are depleted."};
    case 403:
      return {"PERMISSION_DENIED", "The caller does not have permission"};
    case 404:
      return {"NOT_FOUND",
              "models/x is not found for API version v1beta, or is not supported for "
              "generateContent. Call ListModels to see the list of available models and their "
              "supported methods."};
    case 408:
      return {"DEADLINE_EXCEEDED", "Request timed out."};
    case 429:
      return {"RESOURCE_EXHAUSTED",
              "You exceeded your current quota, please check your plan and billing details."};
    case 503:
      return {"UNAVAILABLE", "The model is overloaded. Please try again later."};
    case 504:
      return {"DEADLINE_EXCEEDED", "Deadline expired before operation could complete."};
    default:
      return {"INTERNAL", "An internal error has occurred. Please retry or report."};
  }
}

std::string_view OpenAiType(int status) {
  if (status == 429) return "rate_limit_error";
  return status >= 500 ? "server_error" : "invalid_request_error";
}

std::string_view OpenAiCode(int status) {
  switch (status) {
    case 401:
      return "invalid_api_key";
    case 403:
      return "unsupported_country_region_territory";
    case 404:
      return "model_not_found";
    case 429:
      return "rate_limit_exceeded";
    case 503:
      return "server_is_overloaded";
    default:
      return "";
  }
}

std::string_view OpenAiMessage(int status) {
  switch (status) {
    case 401:
      return "Incorrect API key provided: sk-sim. You can find your API key at "
             "https://platform.openai.com/account/api-keys.";
    case 404:
      return "The model `x` does not exist or you do not have access to it.";
    case 429:
      return "Rate limit reached. Please try again later.";
    case 503:
      return "The server is currently overloaded. Please try again later.";
    default:
      return status >= 500
                 ? "The server had an error while processing your request. Sorry about that!"
                 : "The request is not valid.";
  }
}

std::string_view LlamaType(int status) {
  switch (status) {
    case 400:
      return "invalid_request_error";
    case 401:
      return "authentication_error";
    case 403:
      return "permission_error";
    case 404:
      return "not_found_error";
    case 501:
      return "not_supported_error";
    case 503:
      return "unavailable_error";
    default:
      return "server_error";
  }
}

}  // namespace

std::string GeminiError(int code, std::string_view status, std::string_view message,
                        const json& details) {
  ordered_json error = {{"code", code}, {"message", message}};
  if (!status.empty()) error["status"] = status;
  if (!details.is_null()) error["details"] = ordered_json::parse(details.dump());
  return ordered_json{{"error", std::move(error)}}.dump(2) + "\n";
}

std::string GeminiErrorBody(const Behaviour& behaviour) {
  if (behaviour.body) return *behaviour.body;
  const Usual usual = GeminiUsual(behaviour.status);
  json details = nullptr;
  // error_code is the quotaId of a 429 and the reason of anything else.
  if (behaviour.status == 429) {
    const std::string quota = behaviour.error_code.empty()
                                  ? "GenerateRequestsPerMinutePerProjectPerModel"
                                  : behaviour.error_code;
    details = json::array(
        {{{"@type", "type.googleapis.com/google.rpc.QuotaFailure"},
          {"violations",
           json::array(
               {{{"quotaMetric", "generativelanguage.googleapis.com/generate_content_requests"},
                 {"quotaId", quota}}})}}});
    if (!behaviour.retry_delay.empty()) {
      details.push_back({{"@type", "type.googleapis.com/google.rpc.RetryInfo"},
                         {"retryDelay", behaviour.retry_delay}});
    }
  } else if (!behaviour.error_code.empty()) {
    details = json::array({{{"@type", "type.googleapis.com/google.rpc.ErrorInfo"},
                            {"reason", behaviour.error_code},
                            {"domain", "googleapis.com"}}});
  }
  return GeminiError(
      behaviour.status, usual.status,
      behaviour.message.empty() ? usual.message : std::string_view(behaviour.message), details);
}

std::string OpenAiError(std::string_view flavour, int status, std::string_view message,
                        std::string_view type, std::string_view code, std::string_view param) {
  if (flavour == "llama_cpp") {
    return ordered_json{
        {"error", {{"code", status}, {"message", message}, {"type", LlamaType(status)}}}}
        .dump();
  }
  if (flavour == "vllm") {
    return ordered_json{{"error",
                         {{"message", message},
                          {"type", status == 404 ? "NotFoundError" : "BadRequestError"},
                          {"param", nullptr},
                          {"code", status}}}}
        .dump();
  }
  ordered_json error = {
      {"message", message}, {"type", type}, {"param", nullptr}, {"code", nullptr}};
  if (!param.empty()) error["param"] = param;
  if (!code.empty()) error["code"] = code;
  return ordered_json{{"error", std::move(error)}}.dump(flavour == "openai" ? 2 : -1);
}

std::string OpenAiErrorBody(const Behaviour& behaviour, std::string_view flavour) {
  if (behaviour.body) return *behaviour.body;
  const std::string_view code = behaviour.error_code.empty()
                                    ? OpenAiCode(behaviour.status)
                                    : std::string_view(behaviour.error_code);
  const std::string_view message = behaviour.message.empty() ? OpenAiMessage(behaviour.status)
                                                             : std::string_view(behaviour.message);
  const std::string_view type =
      code == "insufficient_quota" ? "insufficient_quota" : OpenAiType(behaviour.status);
  return OpenAiError(flavour, behaviour.status, message, type, code);
}

std::string AzureErrorBody(const Behaviour& behaviour) { return behaviour.body.value_or(""); }

}  // namespace nexy::sim
