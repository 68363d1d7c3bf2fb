#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "raw_client.h"
#include "sim_server.h"

namespace nexy::sim {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kSsml[] =
    R"(<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="en-US"><voice name="a">x</voice></speak>)";
constexpr char kGemini[] = "Content-Type: application/json\r\nx-goog-api-key: K\r\n";
constexpr char kOpenAi[] = "Content-Type: application/json\r\nAuthorization: Bearer K\r\n";
constexpr char kSse[] = "/v1beta/models/gemini-3.5-flash-lite:streamGenerateContent?alt=sse";
constexpr char kAzure[] = "/cognitiveservices/v1";
constexpr char kAzureHeaders[] =
    "Ocp-Apim-Subscription-Key: K\r\nContent-Type: application/ssml+xml\r\nUser-Agent: Nexy/3.0\r\n"
    "X-Microsoft-OutputFormat: raw-48khz-16bit-mono-pcm\r\n";

struct Case {
  const char* what;
  std::string target;
  std::string headers;
  std::string body;
  int status;
  const char* said;  // In the answer.
};

// The status and the rest of one answer.
std::string Ask(const SimServer& sim, const Case& one) {
  RawClient client(sim.http());
  client.Send(Post(one.target, one.headers + "Connection: close\r\n", one.body));
  return client.ReadToTheEnd();
}

void ExpectAll(SimServer& sim, const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    const std::string answer = Ask(sim, one);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 " + std::to_string(one.status) + " ")) << one.what;
    EXPECT_THAT(answer, HasSubstr(one.said)) << one.what;
  }
}

std::string Contents(const std::string& more) {
  return R"({"contents":[{"role":"user","parts":[{"text":"hi"}]}])" + more + "}";
}

std::string Picture(const std::string& type) {
  return R"({"contents":[{"role":"user","parts":[{"text":"hi"},{"inlineData":{"mimeType":")" +
         type + R"(","data":"UklGRgAA"}}]}]})";
}

TEST(Strict, GeminiRefusesAsTheServiceDoes) {
  SimServer sim;
  ExpectAll(
      sim,
      {
          {"as it should be", kSse, kGemini, Contents(R"(,"generationConfig":{"temperature":0.7})"),
           200, "STOP"},
          {"webp", kSse, kGemini, Picture("image/webp"), 200, "STOP"},
          {"no key", kSse, "Content-Type: application/json\r\n", Contents(""), 403,
           "unregistered callers"},
          {"wrong key", kSse, "Content-Type: application/json\r\nx-goog-api-key: bad\r\n",
           Contents(""), 400, "API_KEY_INVALID"},
          {"model", "/v1beta/models/nonsense:streamGenerateContent?alt=sse", kGemini, Contents(""),
           404, "is not found for API version v1beta"},
          {"Live model", "/v1beta/models/gemini-3.8-live:streamGenerateContent?alt=sse", kGemini,
           Contents(""), 404, "NOT_FOUND"},
          {"no JSON", kSse, kGemini, "{", 400, "INVALID_ARGUMENT"},
          {"no contents", kSse, kGemini, "{}", 400, "contents is not specified"},
          {"unknown key", kSse, kGemini, Contents(R"(,"generation_confg":{})"), 400,
           "Unknown name \\\"generation_confg\\\""},
          {"unknown generation key", kSse, kGemini,
           Contents(R"(,"generationConfig":{"max_tokens":1})"), 400, "max_tokens"},
          {"both kinds of thinking", kSse, kGemini,
           Contents(
               R"(,"generationConfig":{"thinkingConfig":{"thinkingLevel":"low","thinkingBudget":0}})"),
           400, "thinking"},
          {"image/jpg", kSse, kGemini, Picture("image/jpg"), 400,
           "Unsupported MIME type: image/jpg"},
          {"safety", kSse, kGemini,
           Contents(R"(,"safetySettings":[{"category":"HARM","threshold":"OFF"}])"), 400,
           "safety_settings"},
          {"tool", kSse, kGemini, Contents(R"(,"tools":[{"google_search":{}}])"), 400,
           "google_search"},
          {"continuation", kSse, kGemini, Contents(R"(,"continuationToken":"never issued")"), 400,
           "continuation"},
      });
}

std::string ChatBody(const std::string& more, const std::string& model = "m") {
  return R"({"model":")" + model +
         R"(","stream":true,"messages":[{"role":"user","content":"hi"}])" + more + "}";
}

std::string ChatPicture(const std::string& url) {
  return R"({"model":"m","stream":true,"messages":[{"role":"user","content":[{"type":"text","text":"hi"},{"type":"image_url","image_url":{"url":")" +
         url + R"("}}]}]})";
}

constexpr char kChatPath[] = "/v1/chat/completions";
constexpr char kWebp[] = "data:image/webp;base64,UklGRgQAAABXRUJQ";
constexpr char kPng[] = "data:image/png;base64,iVBORw0KGgoAAAAN";

TEST(Strict, OpenAiRefusesAsTheServiceDoes) {
  SimServer sim;
  sim.Script("openai_speech", R"({"behaviours": [{}], "models": ["tts-1", "m"]})");
  ExpectAll(
      sim,
      {
          {"as it should be", kChatPath, kOpenAi,
           ChatBody(R"(,"max_tokens":5,"stream_options":{"include_usage":true})"), 200, "[DONE]"},
          {"webp", kChatPath, kOpenAi, ChatPicture(kWebp), 200, "[DONE]"},
          {"no key", kChatPath, "Content-Type: application/json\r\n", ChatBody(""), 401,
           "You didn't provide an API key"},
          {"wrong key", kChatPath, "Content-Type: application/json\r\nAuthorization: Bearer bad\r\n",
           ChatBody(""), 401, "invalid_api_key"},
          {"content type", kChatPath, "Content-Type: text/plain\r\nAuthorization: Bearer K\r\n",
           ChatBody(""), 415, "application/json"},
          {"no model", kChatPath, kOpenAi, R"({"messages":[]})", 400, "model"},
          {"no messages", kChatPath, kOpenAi, R"({"model":"m"})", 400, "messages"},
          {"unknown key", kChatPath, kOpenAi, ChatBody(R"(,"googleSearch":true)"), 400, "googleSearch"},
          {"max_tokens", kChatPath, kOpenAi, ChatBody(R"(,"max_tokens":5)", "o4-mini"), 400,
           "max_completion_tokens"},
          {"temperature", kChatPath, kOpenAi, ChatBody(R"(,"temperature":0.7)", "gpt-5"), 400,
           "temperature"},
          {"max_completion_tokens", kChatPath, kOpenAi,
           ChatBody(R"(,"max_completion_tokens":5)", "gpt-5"), 200, "[DONE]"},
          {"image/jpg", kChatPath, kOpenAi, ChatPicture("data:image/jpg;base64,iVBORw0KGgoAAAAN"), 400,
           "unsupported image"},
          {"speech without input", "/v1/audio/speech", kOpenAi, R"({"model":"m","voice":"alloy"})",
           400, "Input is required"},
          {"speech too long", "/v1/audio/speech", kOpenAi,
           R"({"model":"m","voice":"alloy","input":")" + std::string(4097, 'x') + "\"}", 400,
           "4096"},
          {"instructions", "/v1/audio/speech", kOpenAi,
           R"({"model":"tts-1","voice":"alloy","input":"hi","instructions":"x"})", 400,
           "not supported"},
          {"speech model", "/v1/audio/speech", kOpenAi,
           R"({"model":"x","voice":"alloy","input":"hi"})", 404, "model_not_found"},
          {"rate", "/v1/audio/speech", kOpenAi,
           R"({"model":"m","voice":"alloy","input":"hi","sample_rate":48000})", 400, "sample_rate"},
          {"no form", "/v1/audio/transcriptions", kOpenAi, "{}", 400, "multipart"},
      });
}

TEST(Strict, LocalServersDifferWhereTheyDo) {
  SimOptions options;
  options.flavour = "llama_cpp";
  SimServer sim(options);
  sim.Script("openai_chat@locked", R"({"behaviours": [{}], "key": "secret"})");
  sim.Script("openai_chat@ollama", R"({"behaviours": [{}], "flavour": "ollama"})");
  sim.Script("openai_chat@vllm", R"({"behaviours": [{}], "flavour": "vllm", "models": ["m"]})");
  const std::string keyless = "Content-Type: application/json\r\n";
  ExpectAll(sim,
            {
                {"no key", kChatPath, keyless, ChatBody(R"(,"cache_prompt":true)"), 200, "[DONE]"},
                {"png", kChatPath, keyless, ChatPicture(kPng), 200, "[DONE]"},
                {"webp", kChatPath, keyless, ChatPicture(kWebp), 400, "failed to decode image bytes"},
                {"webp under another name", kChatPath, keyless,
                 ChatPicture("data:image/png;base64,UklGRgQAAABXRUJQ"), 400, "failed to decode"},
                {"wrong key", std::string("/locked") + kChatPath, kOpenAi, ChatBody(""), 401,
                 "authentication_error"},
                {"ollama reads webp", std::string("/ollama") + kChatPath, keyless, ChatPicture(kWebp),
                 200, "[DONE]"},
                {"ollama fetches nothing", std::string("/ollama") + kChatPath, keyless,
                 ChatPicture("https://example.org/a.png"), 400, "invalid image"},
                {"vllm names the model", std::string("/vllm") + kChatPath, keyless, ChatBody("", "x"),
                 404, "NotFoundError"},
            });
}

TEST(Strict, AzureRefusesAsTheServiceDoes) {
  SimServer sim;
  const std::string all(kAzureHeaders);
  const auto without = [&all](const std::string& name) {
    const std::size_t at = all.find(name);
    return all.substr(0, at) + all.substr(all.find("\r\n", at) + 2);
  };
  std::string escaped(kSsml);
  escaped.replace(escaped.find(">x<") + 1, 1, "a & b");
  ExpectAll(
      sim,
      {
          {"as it should be", kAzure, all, kSsml, 200, "audio/"},
          {"no key", kAzure, without("Ocp-Apim"), kSsml, 401, ""},
          {"wrong key", kAzure, without("Ocp-Apim") + "Ocp-Apim-Subscription-Key: bad\r\n", kSsml,
           401, ""},
          {"a token that was never issued", kAzure,
           without("Ocp-Apim") + "Authorization: Bearer bad\r\n", kSsml, 401, ""},
          {"a token", kAzure, without("Ocp-Apim") + "Authorization: Bearer sim-token-1\r\n", kSsml,
           200, ""},
          {"content type", kAzure, without("Content-Type") + "Content-Type: text/xml\r\n", kSsml,
           415, ""},
          {"no user agent", kAzure, without("User-Agent"), kSsml, 400, ""},
          {"a long user agent", kAzure,
           without("User-Agent") + "User-Agent: " + std::string(255, 'x') + "\r\n", kSsml, 400, ""},
          {"no format", kAzure, without("X-Microsoft"), kSsml, 400, ""},
          {"no such format", kAzure,
           without("X-Microsoft") + "X-Microsoft-OutputFormat: raw-96khz\r\n", kSsml, 400, ""},
          {"not escaped", kAzure, all, escaped, 400, ""},
          {"no SSML", kAzure, all, "Hello", 400, ""},
          {"a token is issued", "/sts/v1.0/issueToken", "Ocp-Apim-Subscription-Key: K\r\n", "", 200,
           "sim-token-"},
          {"no token without a key", "/sts/v1.0/issueToken", "", "", 401, ""},
      });
  EXPECT_THAT(sim.Requests("azure_tts").back().refusal, StartsWith("SSML: "));
}

TEST(Strict, LenientItServesAllOfThat) {
  SimOptions options;
  options.strict = false;
  SimServer sim(options);
  ExpectAll(sim, {
                     {"gemini", kSse, "", "{}", 200, "STOP"},
                     {"chat", kChatPath, "Content-Type: application/json\r\n", R"({"stream":true})",
                      200, "[DONE]"},
                     {"azure", kAzure, "", "Hello", 200, ""},
                 });
}

}  // namespace
}  // namespace nexy::sim
