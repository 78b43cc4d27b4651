using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Data;
using Distill.Runs;
using Distill.Text.LanguageModels;
using Microsoft.Extensions.AI;

namespace Distill.Text.Tests;

public sealed class ChatTeacherTests : IDisposable
{
    private static readonly string[] Classes = ["travel", "weather", "other"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void LogProbabilitiesOfTheServerAreTheTargets()
    {
        using var server = new ChatServer((request, _) => (200, ChatServer.TextOf(request).Contains("fly", StringComparison.Ordinal)
            ? ChatServer.Completion("A", ("A", 0.6), (" A", 0.1), ("B", 0.2), ("Sure", 0.1))
            : ChatServer.Completion(" b.", ("B", 0.97))));
        using var client = OpenAiChat.Open(server.Endpoint, "small", "secret");
        using var teacher = ChatTeacher.Open(client, Classes, folder.File("a.jsonl"), new() { Instructions = "Requests to an assistant." });

        var found = Probabilities(teacher, "I want to fly", "is it wet");

        // A has 0.7 of 0.9, and the tenth that went elsewhere is left to the class without a token.
        Equal([0.7 / 0.9 * 0.9, 0.2 / 0.9 * 0.9, 0.1], found[0]);
        Equal([0.015, 0.97, 0.015], found[1]);
        Assert.Equal("Bearer secret", server.Authorization);
        Assert.Equal((2, 84, 0), (teacher.Requests, teacher.Tokens, teacher.Unanswered));
        Assert.True(teacher is { Name: "small", Classes: 3, HasLogits: true, SeesInputs: true });
    }

    [Fact]
    public void AClassWithoutLogProbabilitiesHasAllButARemainder()
    {
        using var server = new ChatServer((request, _) => (200, ChatServer.Completion(ChatServer.TextOf(request) switch
        {
            "one" => "**C**",
            "two" => "weather",
            "three" => "B: weather, I think",
            _ => "I would rather not say",
        })));
        using var client = OpenAiChat.Open(server.Endpoint + "/", "small", null);
        using var teacher = ChatTeacher.Open(client, Classes, folder.File("a.jsonl"), new() { Remainder = 0.1 });

        var found = Probabilities(teacher, "one", "two", "three", "four");

        Equal([0.05, 0.05, 0.9], found[0]);
        Equal([0.05, 0.9, 0.05], found[1]);
        Equal([0.05, 0.9, 0.05], found[2]);
        Equal([1 / 3.0, 1 / 3.0, 1 / 3.0], found[3]);
        Assert.Equal((1, 6), (teacher.Unanswered, server.Requests));
        Assert.Null(server.Authorization);
        Assert.Equal("small", client.GetService<ChatClientMetadata>()!.DefaultModelId);
    }

    [Fact]
    public void WhatWasAskedOnceIsNotAskedAgain()
    {
        using var server = new ChatServer((_, number) => number == 3 ? (401, null) : (200, ChatServer.Completion("A")));
        using var client = OpenAiChat.Open(server.Endpoint, "small", null);
        var path = folder.File("a.jsonl");
        using (var teacher = ChatTeacher.Open(client, Classes, path, new() { Parallel = 1 }))
        {
            Assert.Contains("401", Assert.Throws<DistillException>(() => Probabilities(teacher, "1", "2", "3", "4")).Message, StringComparison.Ordinal);
            Assert.Contains("another process may have it", Assert.Throws<DistillException>(() => ChatTeacher.Open(client, Classes, path)).Message, StringComparison.Ordinal);
        }

        // As a process that was killed leaves it.
        File.AppendAllText(path, "{\"key\":\"half");
        using (var teacher = ChatTeacher.Open(client, Classes, path))
        {
            Probabilities(teacher, "1", "2", "3", "4");
            Assert.Equal((1, 5), (teacher.Requests, server.Requests));
            Probabilities(teacher, "4", "1");
            Assert.Equal(1, teacher.Requests);
        }

        using (var other = ChatTeacher.Open(client, Classes, path, new() { Instructions = "Otherwise." }))
        {
            Probabilities(other, "1");
            Assert.Equal(1, other.Requests);
        }

        Assert.All(File.ReadAllLines(path), line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind));
    }

    [Fact]
    public void ABusyServerIsAskedAgain()
    {
        using var server = new ChatServer((_, number) => number % 3 != 0 ? (number % 3 == 1 ? 429 : 503, null) : (200, ChatServer.Completion("A")));
        using var client = OpenAiChat.Open(server.Endpoint, "small", null);
        using var teacher = ChatTeacher.Open(client, Classes, folder.File("a.jsonl"), new() { Parallel = 1 });

        Equal([0.98, 0.01, 0.01], Probabilities(teacher, "1", "2")[1]);
        Assert.Equal(6, server.Requests);
    }

    [Fact]
    public void RateTokensAndParallelRequestsAreLimited()
    {
        using var server = new ChatServer((_, _) => (200, ChatServer.Completion("A")));
        using var client = OpenAiChat.Open(server.Endpoint, "small", null);
        string[] texts = [.. Enumerable.Range(0, 12).Select(i => $"{i}")];
        using (var teacher = ChatTeacher.Open(client, Classes, folder.File("a.jsonl"), new() { Parallel = 3, MostTokens = 200 }))
        {
            Assert.Contains("200 were allowed", Assert.Throws<DistillException>(() => Probabilities(teacher, texts)).Message, StringComparison.Ordinal);
            Assert.InRange(teacher.Requests, 5, 8);
            Assert.InRange(server.MostUnderWay, 1, 3);
        }

        var clock = System.Diagnostics.Stopwatch.StartNew();
        using var paced = ChatTeacher.Open(client, Classes, folder.File("b.jsonl"), new() { RequestsPerMinute = 1200 });
        Probabilities(paced, texts[..9]);
        // Nine requests, a twentieth of a second apart.
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.38, 60);
    }

    [Fact]
    public void NumbersThatBeginAnotherTellNothing()
    {
        string[] names = [.. Enumerable.Range(0, 150).Select(i => $"class {i}")];
        using var server = new ChatServer((request, _) => (200, ChatServer.TextOf(request) == "whole" ? ChatServer.Completion("12", ("12", 0.9), ("13", 0.1)) : ChatServer.Completion("123", ("12", 0.9), ("13", 0.1))));
        using var client = OpenAiChat.Open(server.Endpoint, "small", null);
        using var teacher = ChatTeacher.Open(client, names, folder.File("a.jsonl"));

        var found = Probabilities(teacher, "whole", "begun");

        Assert.Equal((0.9 * 0.98, 0.1 * 0.98), (found[0][11], found[0][12]), (a, b) => Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) < 1e-5);
        Assert.Equal(0.98, found[1][122], 5);
    }

    [Fact]
    public void MistakesAreTold()
    {
        using var client = OpenAiChat.Open("http://127.0.0.1:9/v1", "small", null);
        var path = folder.File("a.jsonl");

        Assert.Contains("no address of a server", Refusal(() => OpenAiChat.Open("file:///etc", "m", null)), StringComparison.Ordinal);
        Assert.Contains("there are 1 classes", Refusal(() => ChatTeacher.Open(client, ["a"], path)), StringComparison.Ordinal);
        Assert.Contains("parallel is 0", Refusal(() => ChatTeacher.Open(client, Classes, path, new() { Parallel = 0, Remainder = 2 })), StringComparison.Ordinal);
        Assert.Contains("no answer of a language model", Refusal(() => ChatTeacher.Open(client, Classes, folder.Write("b.jsonl", "[1]\n"u8.ToArray()))), StringComparison.Ordinal);
        using var server = new ChatServer((_, _) => (200, new JsonObject { ["strange"] = true }));
        using var odd = OpenAiChat.Open(server.Endpoint, "small", null);
        using var teacher = ChatTeacher.Open(odd, Classes, path);
        Assert.Contains("choices[0].message.content", Refusal(() => Probabilities(teacher, "a")), StringComparison.Ordinal);

        static string Refusal(Action action) => Assert.Throws<DistillException>(action).Message;
    }

    private static double[][] Probabilities(ChatTeacher teacher, params string[] texts)
    {
        using var batch = new ExampleView(new TextSource("t", texts, [.. texts.Select(_ => -1)], [], 64)).Read(0, texts.Length);
        using var targets = teacher.Targets(batch, 1);
        return [.. targets.LogProbabilities.exp().data<float>().ToArray().Select(value => (double)value).Chunk(teacher.Classes)];
    }

    private static void Equal(double[] expected, double[] found) => Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 4));
}
