using Distill.Runs;
using Distill.Specialists;

namespace Distill.Tests.Specialists;

public sealed class ClassSetsTests
{
    [Fact]
    public void A_class_knows_the_specialists_that_cover_it()
    {
        var sets = new ClassSets(5, [[3, 0], [1, 3]]);
        Assert.Equal((5, 2), (sets.Classes, sets.Count));
        Assert.Equal([0, 3], sets[0].ToArray());
        Assert.Equal([0, 1], sets.Covering(3).ToArray());
        Assert.Equal([1], sets.Covering(1).ToArray());
        Assert.Empty(sets.Covering(4).ToArray());
    }

    [Fact]
    public void Sets_that_cannot_be_are_all_named()
    {
        var mistake = Assert.Throws<DistillException>(() => new ClassSets(3, [[], [0, 3], [1, 1], [0, 1, 2], [-1]]));
        foreach (var part in new[] { "specialist 1 has no classes", "specialist 2 has class 3; expected 0 to 2", "specialist 3 has a class twice", "specialist 4 has all 3 classes", "specialist 5 has class -1" })
        {
            Assert.Contains(part, mistake.Message, StringComparison.Ordinal);
        }

        Assert.Contains("no specialist", Assert.Throws<DistillException>(() => new ClassSets(3, [])).Message, StringComparison.Ordinal);
    }
}
