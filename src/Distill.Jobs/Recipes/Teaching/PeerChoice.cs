using Distill.Models;
using Distill.Models.Networks;
using Distill.Runs;

namespace Distill.Jobs.Recipes.Teaching;

/// <summary>What a training's recipe says of students that teach each other.</summary>
internal static class PeerChoice
{
    private const int Most = 20;

    /// <summary>What does not fit, one sentence each.</summary>
    public static IEnumerable<string> Problems(TrainRecipe recipe) => recipe.Peers == 0 ? [] : new ProblemList
    {
        { recipe.Peers is < 0 or > Most, $"peers is {recipe.Peers}; expected 0 to {Most}" },
        { recipe.HasTeacher || recipe.MeanTeacher is not null || recipe.Generations > 1, "peers teach each other, and there is another teacher; leave one of them out" },
        { recipe.Hints.Count > 0 || recipe.Vectors is not null, "peers teach each other, and hints and vectors are for one student; leave one of them out" },
        { recipe.HintsAlone || recipe.Embedder, "peers teach soft targets, which an embedder and hidden layers alone do not learn; leave peers out" },
        { recipe.Start is not null, "peers differ by their first weights, and start gives the same to all; leave one of them out" },
        {
            recipe.Network is TransformerSpec { Encoder: not null } or IPieceNetwork { Vectors: not null },
            "peers differ by their first weights, and network names an encoder or vectors that give the same to all; leave one of them out"
        },
        { recipe.Budget is not null, "peers train several students at once, and a budget tries one after another; leave one of them out" },
    };
}
