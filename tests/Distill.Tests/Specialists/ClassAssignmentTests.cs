using Distill.Runs;
using Distill.Specialists;

namespace Distill.Tests.Specialists;

public sealed class ClassAssignmentTests
{
    private const int Families = 6;
    private const int FamilySize = 5;
    private const int Classes = Families * FamilySize;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Families_that_are_confused_are_brought_together(int seed)
    {
        var assignment = ClassAssignment.Of(Confused(seed), new AssignmentOptions { Specialists = Families, Seed = seed });
        Assert.Equal(Families, assignment.Sets.Count);
        for (var number = 0; number < Classes; number++)
        {
            Assert.Equal(assignment.ClusterOf[number % Families], assignment.ClusterOf[number]);
            Assert.Single(assignment.Sets.Covering(number).ToArray());
        }
    }

    [Fact]
    public void Classes_that_are_seldom_predicted_with_confidence_belong_to_their_family_and_not_to_every_centroid()
    {
        // Columns of small numbers lie near 0, and so near the centroid of any cluster.
        var covariance = Confused(seed: 7, faint: 0.03);
        var options = new AssignmentOptions { Specialists = Families, ClassesEach = FamilySize };
        Assert.Equal(0, Strangers(options));
        Assert.InRange(Strangers(options with { Columns = ConfusionColumns.Covariance }), 1, Classes);

        int Strangers(AssignmentOptions chosen)
        {
            var sets = ClassAssignment.Of(covariance, chosen).Sets;
            return Enumerable.Range(0, Families).Sum(specialist =>
            {
                var families = sets[specialist].ToArray().CountBy(number => number % Families).ToList();
                return FamilySize - families.Max(family => family.Value);
            });
        }
    }

    [Fact]
    public void Sets_of_a_given_size_overlap_and_hold_their_own_cluster_first()
    {
        var assignment = ClassAssignment.Of(Confused(seed: 4), new AssignmentOptions { Specialists = Families, ClassesEach = FamilySize + 3 });
        for (var specialist = 0; specialist < Families; specialist++)
        {
            var set = assignment.Sets[specialist].ToArray();
            Assert.Equal(FamilySize + 3, set.Length);
            Assert.Subset(set.ToHashSet(), Enumerable.Range(0, Classes).Where(number => assignment.ClusterOf[number] == specialist).ToHashSet());
        }

        Assert.Contains(Enumerable.Range(0, Classes), number => assignment.Sets.Covering(number).Length > 1);
        for (var specialist = 0; specialist < Families; specialist++)
        {
            var nearest = assignment.NearestFirst[specialist];
            Assert.Equal(assignment.Sets[specialist].ToArray(), nearest.Order());
            // Its own family comes before the others, of which the set has three.
            Assert.All(nearest.Take(FamilySize), number => Assert.Equal(specialist, assignment.ClusterOf[number]));
            Assert.All(nearest.Skip(FamilySize), number => Assert.NotEqual(specialist, assignment.ClusterOf[number]));
        }
    }

    [Fact]
    public void The_classes_of_a_part_are_nearest_first_too()
    {
        var assignment = ClassAssignment.Of(Confused(seed: 4), new AssignmentOptions { Specialists = Families });
        Assert.Equal(Enumerable.Range(0, Classes), assignment.NearestFirst.SelectMany(set => set).Order());
        Assert.All(Enumerable.Range(0, Families), specialist => Assert.Equal(assignment.Sets[specialist].ToArray(), assignment.NearestFirst[specialist].Order()));
    }

    [Fact]
    public void The_same_seed_gives_the_same_sets_and_no_pass_makes_them_worse()
    {
        var covariance = Confused(seed: 5, noise: 0.9);
        var options = new AssignmentOptions { Specialists = 7, Seed = 11 };
        var (first, again) = (ClassAssignment.Of(covariance, options), ClassAssignment.Of(covariance, options));
        Assert.Equal(first.ClusterOf, again.ClusterOf);
        var spreads = Enumerable.Range(1, 6).Select(passes => ClassAssignment.Of(covariance, options with { Passes = passes }).Spread).ToList();
        Assert.All(spreads.Zip(spreads.Skip(1)), pair => Assert.True(pair.Second <= pair.First * (1 + 1e-5)));
        Assert.All(Enumerable.Range(0, 7), cluster => Assert.Contains(cluster, first.ClusterOf));
    }

    [Fact]
    public void A_class_that_is_never_predicted_is_named()
    {
        var covariance = new ConfusionCovariance(4);
        covariance.Add([0.7f, 0.2f, 0.1f, 0]);
        covariance.Add([0.1f, 0.8f, 0.1f, 0]);
        var mistake = Assert.Throws<DistillException>(() => ClassAssignment.Of(covariance, new AssignmentOptions { Specialists = 2 }));
        Assert.Contains("2 classes never changes (classes 2, 3)", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_and_clusters_that_cannot_be_told_apart_are_refused()
    {
        var mistake = Assert.Throws<DistillException>(() => ClassAssignment.Of(
            Confused(seed: 6), new AssignmentOptions { Specialists = Classes + 1, ClassesEach = Classes, Passes = 0 }));
        foreach (var part in new[] { "specialists is 31", "classesEach is 30", "passes is 0" })
        {
            Assert.Contains(part, mistake.Message, StringComparison.Ordinal);
        }

        var alike = new ConfusionCovariance(4);
        alike.Add([0.5f, 0.5f, 0, 0]);
        alike.Add([0, 0, 0.5f, 0.5f]);
        Assert.Contains(
            "Only 2 of 3", Assert.Throws<DistillException>(() => ClassAssignment.Of(alike, new AssignmentOptions { Specialists = 3 })).Message, StringComparison.Ordinal);
    }

    // Class c is of family c mod Families, and its images are taken for others of the family half of the time. Of the second half
    // of the classes, less is said by a factor.
    private static ConfusionCovariance Confused(int seed, double noise = 0.1, double faint = 1)
    {
        var random = new Random(seed);
        var covariance = new ConfusionCovariance(Classes);
        for (var example = 0; example < 3000; example++)
        {
            var truth = random.Next(Classes);
            var masses = Enumerable.Range(0, Classes).Select(number =>
                ((number == truth ? 1 : 0) + (number % Families == truth % Families ? random.NextDouble() : noise * random.NextDouble())) * (number < Classes / 2 ? 1 : faint));
            covariance.Add([.. CombinationProblem.Normalised([.. masses]).Select(mass => (float)mass)]);
        }

        return covariance;
    }
}
