using Distill.Jobs.Predicting;

namespace Distill.Jobs.Tests.Predicting;

public sealed class ClassRowsTests
{
    [Fact]
    public void A_class_that_two_models_name_alike_has_one_row_whatever_its_place()
    {
        var rows = new ClassRows();
        Assert.Equal([0, 1, 2], rows.Add(["cat", "Golden retriever", "tench"]));
        Assert.Equal([2, 3, 1, 0], rows.Add(["n01440764 tench, Tinca tinca", "plane", "golden_retriever", "cat"]));
        Assert.Equal(["cat", "Golden retriever", "tench", "plane"], rows.Names);
        Assert.Equal([3, 0], rows.Add(["plane", "cat"]));
    }

    [Fact]
    public void Classes_of_one_model_never_share_a_row()
    {
        var rows = new ClassRows();
        Assert.Equal([0, 1], rows.Add(["a b", "a-b"]));
        Assert.Equal([1, 0], rows.Add(["a-b", "A_B"]));
        Assert.Equal([0, 2], rows.Add(["ab", "AB"]));
    }
}
