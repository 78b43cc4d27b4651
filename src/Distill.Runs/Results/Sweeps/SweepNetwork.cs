namespace Distill.Runs.Results.Sweeps;

/// <summary>All students of one architecture.</summary>
/// <param name="Id">Short name, also of its folder, for example "mlp-30-30".</param>
/// <param name="Description">For people, for example "784-30-30-10".</param>
/// <param name="Parameters">Weights and biases of one student.</param>
/// <param name="MultiplyAdds">Multiply-adds for one example.</param>
/// <param name="Seconds">Seconds of training all of them; where that was interrupted, those of the process that finished it.</param>
/// <param name="Together">Whether they were trained at once, as a population; otherwise one after another.</param>
/// <param name="Settings">One entry for each temperature and hard weight.</param>
/// <param name="Tests">The chosen setting against each other one; null where nothing was held out to choose by, or there is one seed.</param>
/// <param name="Labels">Students that learnt from labels alone, one a seed; null where examples lack labels, and in sweeps of earlier versions.</param>
/// <param name="AgainstLabels">The chosen setting against labels alone, which is weight 1 at any temperature; null where there is nothing to test.</param>
public sealed record SweepNetwork(
    string Id,
    string Description,
    long Parameters,
    long MultiplyAdds,
    double Seconds,
    bool Together,
    IReadOnlyList<SweepSetting> Settings,
    IReadOnlyList<SettingTest>? Tests = null,
    IReadOnlyList<SweepStudent>? Labels = null,
    SettingTest? AgainstLabels = null);
