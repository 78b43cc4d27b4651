namespace Distill.Jobs.Recipes.Schedules;

/// <summary>How a number goes from its first value to its last.</summary>
internal enum ScheduleShape
{
    /// <summary>By the same amount at every step.</summary>
    Linear,

    /// <summary>Along half a cosine: slowly at both ends.</summary>
    Cosine,

    /// <summary>In stairs of the same length and height; the first and the last have the two values.</summary>
    Stairs,
}
