using Distill.Jobs.Specialists;
using Distill.Runs;

namespace Distill.Jobs.Tests.Specialists;

public sealed class KnownGroupsTests : IDisposable
{
    private static readonly string[] Classes = ["cat", "dog", "car", "bus", "lamp"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ClustersAreComparedWithTheGroupsOfAFile()
    {
        var groups = Read("""{"bus": "vehicles", "cat": "animals", "car": "vehicles", "dog": "animals", "lamp": "things"}""");
        Assert.Equal(1, groups.Agreement([2, 2, 0, 0, 1]));

        // Two pairs in the groups, four in the clusters, one in both, of ten: (1 − 0.8) / (3 − 0.8).
        Assert.Equal(0.2 / 2.2, groups.Agreement([0, 0, 1, 0, 1]), 1e-12);
    }

    [Theory]
    [InlineData("""["cat"]""", "holds no object")]
    [InlineData("""{"cat": "animals", "dog": "animals", "car": "vehicles"}""", "gives no group to 2 of 5 classes: bus, lamp")]
    [InlineData("""{"cats": "animals"}""", "has the class 'cats', which the data do not have", "Did you mean 'cat'?")]
    [InlineData("""{"cat": 3}""", "gives 'cat' no name of a group")]
    [InlineData("""{"cat": null}""", "gives 'cat' no name of a group")]
    public void FilesOfSomethingElseAreRefused(string text, params string[] parts)
    {
        var mistake = Assert.Throws<DistillException>(() => Read(text)).Message;
        Assert.All([.. parts, "groups.json", "expected an object from each class"], part => Assert.Contains(part, mistake, StringComparison.Ordinal));
    }

    private KnownGroups Read(string text)
    {
        File.WriteAllText(folder.File("groups.json"), text);
        return KnownGroups.Read(folder.File("groups.json"), Classes);
    }
}
