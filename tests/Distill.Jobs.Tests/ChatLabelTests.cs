using Distill.Images;
using Distill.Jobs.Labelling;
using Distill.Runs;
using Distill.Targets;
using Distill.Text.LanguageModels;

namespace Distill.Jobs.Tests;

/// <summary>What a language model says of texts without labels becomes a store of soft targets.</summary>
public sealed class ChatLabelTests
{
    [Fact]
    public void ALanguageModelFillsAStoreAndResumesWhereItStopped()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder.File("requests.txt"), Enumerable.Range(0, 50).Select(i => $"please {(i % 2 == 0 ? "fly" : "warm")} me{(i % 3 == 0 ? " now" : "")} from place {i}"));
        using var server = new ChatServer((request, _) => (200, ChatServer.TextOf(request).Contains("fly", StringComparison.Ordinal)
            ? ChatServer.Completion("A", ("A", 0.9), ("B", 0.1)) : ChatServer.Completion("B", ("B", 0.8), ("A", 0.2))));
        var said = new List<string>();
        var model = new ChatModel(server.Endpoint, null, ["travel", "weather"], new ChatTeacherOptions { Model = "small", MostTokens = 40 * 42 });

        Assert.Contains("were allowed", Assert.Throws<DistillException>(() => Run(model)).Message, StringComparison.Ordinal);
        var spent = server.Requests;
        Run(model with { Options = model.Options with { MostTokens = null } });

        Assert.InRange(spent, 40, 44);
        Assert.Equal(50, server.Requests);
        Assert.Contains($"small: {50 - spent} requests, {(50 - spent) * 42} tokens", said[^1], StringComparison.Ordinal);
        Assert.Equal(50, File.ReadAllLines(folder.File("store.answers.jsonl")).Length);
        using var store = SoftTargetStore.Open(folder.File("store"));
        Assert.Equal((50, TargetKind.Logits, 2), (store.Plan.Examples, store.Plan.Kind, store.Plan.Classes));
        Assert.Equal(["travel", "weather"], store.Plan.ClassNames);

        void Run(ChatModel asked) => LabelJob.RunChat(folder.File("requests.txt"), new DataOptions(), asked, folder.File("store"), new TargetStoreOptions(), new JobContext { Say = said.Add });
    }

    [Fact]
    public void TheKeyComesFromTheEnvironmentAlone()
    {
        var model = new ChatModel("http://localhost:1/v1", "DISTILL_NO_SUCH_KEY", null, new ChatTeacherOptions { Model = "small" });

        Assert.Contains("DISTILL_NO_SUCH_KEY is empty", Assert.Throws<DistillException>(() => model.Connect()).Message, StringComparison.Ordinal);
    }
}
