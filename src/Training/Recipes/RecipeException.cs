namespace Seq2SeqService.Training.Recipes;

/// <summary>A recipe, an option or a data file that cannot be used; the message says what to change.</summary>
internal sealed class RecipeException : Exception
{
    public RecipeException(string message) : base(message)
    {
    }

    public RecipeException(string message, Exception inner) : base(message, inner)
    {
    }
}
